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
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.util.FileSystemUtils;

/**
 * What isolation, limits and idempotency take from the throughput of {@code bench/api}, together
 * and each alone: servers with and without them on one PostgreSQL with fsync on, in slots of a few
 * seconds. The last line is JSON.
 */
public final class ProtectionBench {

  private final int warmUp = Integer.getInteger("bench.warmup", 90);
  private final int slot = Integer.getInteger("bench.slot", 4);
  private final int rounds = Integer.getInteger("bench.rounds", 9);
  private final Tenants tenants = new Tenants(Integer.getInteger("bench.tenants", 100));
  private final Random orders = new Random(20261127);
  private final Path data;
  private final List<String> json = new ArrayList<>();

  private ProtectionBench(Path data) {
    this.data = data;
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
      Unguarded.copy(postgres);
      try (var log = new StatementLog(data, postgres, postgres.jdbcUrl());
          var unguardedLog =
              new StatementLog(data, postgres, postgres.jdbcUrl(Unguarded.DATABASE))) {
        compare(tokens, log);
        check(log, unguardedLog);
      }
    }
    System.out.println(
        "{\"bench\":\"protection\",\"tenants\":%d,\"fsync\":true,%s}"
            .formatted(tenants.count(), String.join(",", json)));
  }

  private void compare(List<String> tokens, StatementLog log) throws Exception {
    var plain = InvoiceRequests.of(tenants, tokens);
    var keyed = InvoiceRequests.withKeys(tenants, tokens);
    var bare = EnumSet.allOf(Manner.class);
    var manners =
        List.<Set<Manner>>of(
            bare,
            EnumSet.of(Manner.WITHOUT_WORKERS),
            EnumSet.of(Manner.WITHOUT_WORKERS, Manner.WITHOUT_LIMITS),
            EnumSet.of(Manner.WITHOUT_WORKERS, Manner.WITHOUT_ISOLATION),
            bare);
    try (var process = new ServerProcess(data, manners)) {
      var none = new Side("none", process, 0, plain);
      var sides =
          List.of(
              none,
              new Side("all", process, 1, keyed),
              new Side("isolation", process, 2, plain),
              new Side("limits", process, 3, plain),
              new Side("idempotency", process, 4, keyed));
      for (var side : sides) {
        look(side, log);
      }
      for (var second = 0; second < warmUp; second += sides.size() * (slot + Side.RUN_IN)) {
        turn(sides, log);
      }
      sides.forEach(Side::forget);
      for (var round = 0; round < rounds; round++) {
        turn(sides, log);
        turn(sides, log);
        tell(sides, round);
      }
      sides.forEach(side -> tell(side, none));
    }
  }

  /** Each once, each time in another order, because what one leaves behind hinders the next. */
  private void turn(List<Side> sides, StatementLog postgres) throws Exception {
    var order = new ArrayList<>(sides);
    Collections.shuffle(order, orders);
    for (var side : order) {
      side.take(slot, postgres);
    }
  }

  /** That each does what it is named for, and the other ones nothing. */
  private static void look(Side side, StatementLog log) throws Exception {
    var statements =
        log.of(
            () -> {
              for (var i = 0; i < 3; i++) {
                side.load().once();
              }
            });
    say("%-12s %2d statements an invoice, BEGIN and COMMIT aside", side.name(), statements.size());
    var all = side.name().equals("all");
    var isolated = all || side.name().equals("isolation");
    must(statements, "set_config('app.tenant_id'", isolated);
    must(statements, "client where id = $1 and tenant_id = $2", !isolated);
    must(statements, "idempotency_key", all || side.name().equals("idempotency"));
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

  private void tell(Side side, Side none) {
    var ratios = side.beside(none);
    put(side.name() + "_rps", "%.0f", side.median(Slot::rate));
    if (side != none) {
      put(side.name() + "_ratio", "%.3f", ratios[rounds / 2]);
      put(side.name() + "_ratio_low", "%.3f", ratios[0]);
      put(side.name() + "_ratio_high", "%.3f", ratios[rounds - 1]);
    }
    say(
        "%-12s %4.0f invoices/s, ratio %.3f (%.3f to %.3f); CPU each: server %.2f ms, PostgreSQL %.2f ms",
        side.name(),
        side.median(Slot::rate),
        ratios[rounds / 2],
        ratios[0],
        ratios[rounds - 1],
        side.median(Slot::server),
        side.median(Slot::postgres));
  }

  private static void check(StatementLog guarded, StatementLog unguarded) throws SQLException {
    for (var log : List.of(guarded, unguarded)) {
      log.mustHold(
          "every invoice has its lines and its event, requests were counted and answers kept",
          """
          select (select count(*) from invoice_line) = 3 * invoices
            and (select count(*) from relay.event where type = 'InvoiceCreated') = invoices
            and exists (select from rate_limit) and exists (select from idempotency_key)
          from (select count(*) as invoices from invoice) as made
          """);
    }
    guarded.mustHold(
        "an invoice is guarded",
        "select relrowsecurity and relforcerowsecurity from pg_class where relname = 'invoice'");
    unguarded.mustHold(
        "nothing is guarded", "select not exists (select from pg_class where relrowsecurity)");
  }

  private void put(String name, String format, double value) {
    json.add("\"%s\":%s".formatted(name, String.format(Locale.ROOT, format, value)));
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
