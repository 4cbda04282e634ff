package com.quittance.bench;

import com.quittance.House;
import com.quittance.bench.ServedHouse.Manner;
import com.quittance.bench.Side.Slot;
import com.quittance.bench.StatementLog.Statement;
import com.quittance.postgres.EmbeddedPostgres;
import com.quittance.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * What isolation, limits and idempotency take from the throughput of {@code bench/api}, together
 * and each alone: servers with and without them on one PostgreSQL with fsync on, in short slots;
 * two without them, whose own ratios tell how exact that is. The last line is JSON.
 */
public final class ProtectionBench {

  /** After so many rounds each side has followed each other equally often. */
  private static final int BALANCED = 3;

  private final int warmUp = Integer.getInteger("bench.warmup", 90);
  private final int slot = Integer.getInteger("bench.slot", 1);
  private final int rounds = Integer.getInteger("bench.rounds", 30);
  private final Tenants tenants = new Tenants(Integer.getInteger("bench.tenants", 100));
  private final Path data;
  private final List<String> json = new ArrayList<>();

  private ProtectionBench(Path data) {
    this.data = data;
    if (rounds % BALANCED != 0) {
      throw new IllegalArgumentException("bench.rounds: expected a multiple of " + BALANCED);
    }
  }

  public static void main(String[] arguments) throws Exception {
    var data = Files.createTempDirectory("quittance-bench-protection-");
    try {
      new ProtectionBench(data).run();
    } finally {
      FileSystemUtils.deleteRecursively(data);
    }
    System.exit(0);
  }

  private void run() throws Exception {
    try (var postgres = EmbeddedPostgres.open(data)) {
      List<String> tokens;
      try (var house = House.open(Settings.standard(data))) {
        tokens = tenants.add(house);
      }
      for (var protection : Protection.values()) {
        protection.copy().make(postgres);
      }
      compare(postgres, tokens);
    }
    System.out.println(
        "{\"bench\":\"protection\",\"tenants\":%d,\"fsync\":true,%s}"
            .formatted(tenants.count(), String.join(",", json)));
  }

  /** What is on; each has a server and a copy of the database for itself. */
  private enum Protection {
    NONE(false, false, false),
    ALL(true, true, true),
    ISOLATION(true, false, false),
    LIMITS(false, true, false),
    IDEMPOTENCY(false, false, true),
    /** The same as none: what these two differ by is the error of all ratios. */
    AGAIN(false, false, false);

    final boolean isolated;
    final boolean limited;
    final boolean keyed;

    Protection(boolean isolated, boolean limited, boolean keyed) {
      this.isolated = isolated;
      this.limited = limited;
      this.keyed = keyed;
    }

    DatabaseCopy copy() {
      return new DatabaseCopy(ordinal(), isolated);
    }

    Set<Manner> manner() {
      var manner = EnumSet.of(Manner.WITHOUT_WORKERS, Manner.ON_A_COPY);
      if (!isolated) {
        manner.add(Manner.WITHOUT_ISOLATION);
      }
      if (!limited) {
        manner.add(Manner.WITHOUT_LIMITS);
      }
      return manner;
    }
  }

  private void compare(EmbeddedPostgres postgres, List<String> tokens) throws Exception {
    var manners = Stream.of(Protection.values()).map(Protection::manner).toList();
    try (var process = new ServerProcess(data, manners);
        var log = new StatementLog(data, postgres, postgres.jdbcUrl())) {
      var sides = new ArrayList<Side>();
      for (var protection : Protection.values()) {
        var requests =
            protection.keyed
                ? InvoiceRequests.withKeys(tenants, tokens)
                : InvoiceRequests.of(tenants, tokens);
        var name = protection.name().toLowerCase(Locale.ROOT);
        var side = new Side(name, process, protection.ordinal(), requests);
        look(protection, side, log);
        sides.add(side);
      }
      // It would come to whichever happens to run, and leave each copy plans of another age.
      log.set("autovacuum = off");
      var seconds = 2 * sides.size() * (slot + Side.RUN_IN);
      for (var round = 0; round * seconds < warmUp; round++) {
        round(round, sides, postgres, log);
      }
      sides.forEach(Side::forget);
      for (var round = 0; round < rounds; round++) {
        round(round, sides, postgres, log);
        tell(sides, round);
      }
      var without = List.of(sides.getFirst(), sides.getLast());
      sides.forEach(side -> tell(side, without));
    }
    for (var protection : Protection.values()) {
      check(postgres, protection);
    }
  }

  /**
   * Each twice: in one order and then backwards, so that a machine that gets slower does so to all.
   * What one leaves behind hinders the next, so in three rounds each follows each other as often as
   * any (a Latin square after Williams).
   */
  private void round(int number, List<Side> sides, EmbeddedPostgres postgres, StatementLog log)
      throws Exception {
    if (number % BALANCED == 0) {
      for (var protection : Protection.values()) {
        protection.copy().tidy(postgres);
      }
    }
    var count = sides.size();
    var order =
        IntStream.range(0, count)
            .map(place -> place % 2 == 0 ? place / 2 : count - 1 - place / 2)
            .mapToObj(turned -> sides.get((turned + number) % count))
            .toList();
    for (var side : order) {
      side.take(slot, log);
    }
    for (var side : order.reversed()) {
      side.take(slot, log);
    }
  }

  /** That each says to PostgreSQL what it is named for, and nothing of the others. */
  private static void look(Protection protection, Side side, StatementLog log) throws Exception {
    var statements =
        log.of(
            () -> {
              for (var i = 0; i < 3; i++) {
                side.load().once();
              }
            });
    say("%-12s %2d statements an invoice, BEGIN and COMMIT aside", side.name(), statements.size());
    must(statements, "set_config('app.tenant_id'", protection.isolated);
    must(statements, "client where id = $1 and tenant_id = $2", !protection.isolated);
    must(statements, "idempotency_key", protection.keyed);
  }

  private static void must(List<Statement> statements, String have, boolean wanted) {
    var all = statements.stream().map(Statement::sql).collect(Collectors.joining(";\n"));
    if (all.contains(have) != wanted) {
      throw new IllegalStateException(
          "%s %s in:\n%s".formatted(have, wanted ? "is missing" : "stands", all));
    }
  }

  private static void tell(List<Side> sides, int round) {
    say(
        "round %2d: %s",
        round + 1,
        sides.stream()
            .map(side -> "%s %.0f".formatted(side.name(), side.rate(round)))
            .collect(Collectors.joining(", ")));
  }

  private void tell(Side side, List<Side> without) {
    var ratios = side.beside(without);
    put(side.name() + "_rps", "%.0f", side.median(Slot::rate));
    put(side.name() + "_ratio", "%.3f", ratios[rounds / 2]);
    put(side.name() + "_ratio_low", "%.3f", ratios[rounds / 4]);
    put(side.name() + "_ratio_high", "%.3f", ratios[rounds - 1 - rounds / 4]);
    say(
        "%-12s %4.0f invoices/s, ratio %.3f (%.3f to %.3f in half of the rounds); CPU each: server %.2f ms, PostgreSQL %.2f ms",
        side.name(),
        side.median(Slot::rate),
        ratios[rounds / 2],
        ratios[rounds / 4],
        ratios[rounds - 1 - rounds / 4],
        side.median(Slot::server),
        side.median(Slot::postgres));
  }

  private void check(EmbeddedPostgres postgres, Protection protection) throws SQLException {
    try (var log = new StatementLog(data, postgres, postgres.jdbcUrl(protection.copy().name()))) {
      log.mustHold(
          "%s: every invoice has its lines, its event, its answer".formatted(protection),
          """
          select (select count(*) from invoice_line) = 3 * invoices
            and (select count(*) from relay.event where type = 'InvoiceCreated') = invoices
            and (select count(*) from idempotency_key) = case when %s then invoices else 0 end
            and exists (select from rate_limit) = %s
            and exists (select from pg_class where relrowsecurity and relforcerowsecurity) = %s
          from (select count(*) as invoices from invoice) as made
          """
              .formatted(protection.keyed, protection.limited, protection.isolated));
    }
  }

  private void put(String name, String format, double value) {
    json.add("\"%s\":%s".formatted(name, String.format(Locale.ROOT, format, value)));
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
