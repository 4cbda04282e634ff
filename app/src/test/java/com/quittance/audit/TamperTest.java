package com.quittance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.billing.application.ProcessPayment;
import com.quittance.relay.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody who owns the database alters the log. Each attempt is made in a transaction that is
 * rolled back, so that each begins with the chain as it was written.
 */
class TamperTest {

  private static final int ATTEMPTS = 1_000;
  private static final long SEED = 20261123;

  @TempDir static Path folder;
  private static TestHouse house;
  private static Connection owner;
  private static UUID chain;
  private static long length;

  @BeforeAll
  static void open() throws SQLException {
    house = TestHouse.open(folder);
    chain = house.tenant().id().value();
    for (var i = 0; i < 12; i++) {
      var invoice = house.createInvoice(1_000 + i);
      house
          .house()
          .processPayment()
          .start(
              house.scope().from("198.51.100.7"),
              invoice.id(),
              new ProcessPayment.Request("manual", 500, null));
    }
    length = house.house().auditChains().verify(chain, List.of()).entries();
    var environment = house.environment();
    owner =
        DriverManager.getConnection(
            environment.get("QUITTANCE_DB_URL"),
            environment.get("QUITTANCE_DB_USER"),
            environment.get("QUITTANCE_DB_PASSWORD"));
    owner.setAutoCommit(false);
  }

  @AfterAll
  static void close() throws SQLException {
    owner.close();
    house.close();
  }

  private static void sql(String statement) throws SQLException {
    try (var run = owner.createStatement()) {
      run.execute(statement.replace(":chain", "'" + chain + "'"));
    }
  }

  /** What the owner has to take away first. */
  private static void unlock() throws SQLException {
    sql("alter table audit_entry disable trigger audit_entry_stays");
    sql("alter table audit_entry no force row level security");
  }

  private static List<Verification.Finding> verified(List<AuditHead> published)
      throws SQLException {
    sql("set local role quittance_app");
    var result = new AtomicReference<Verification.Result>();
    house
        .house()
        .transactions()
        .join(
            owner,
            Scope.of(chain, "test", chain),
            tx -> result.set(Verification.of(tx, true, published)));
    return result.get().findings();
  }

  /** One way to alter the chain that does not know how to make it look whole again. */
  private static String attempt(Random random) {
    var seq = 1 + random.nextLong(length);
    var other = 1 + (seq + random.nextLong(length - 1)) % length;
    return switch (random.nextInt(5)) {
      case 0 -> flip(random, seq);
      case 1 -> "delete from audit_entry where tenant_id = :chain and seq = %d".formatted(seq);
      case 2 -> swap(seq, other);
      case 3 -> insert(random, seq);
      default -> event(random, seq);
    };
  }

  private static String flip(Random random, long seq) {
    var change =
        List.of(
                "at = at + interval '1 microsecond'",
                "actor = actor || 'x'",
                "actor = upper(actor)",
                "request = gen_random_uuid()",
                "origin = coalesce(origin || ' ', '')",
                "action = action || 'd'",
                "version = version + 1",
                "event_id = gen_random_uuid()",
                "event_id = case when event_id is null then gen_random_uuid() end",
                "details = replace(details, '1', '2') || case when details like '%1%' then '' else ' ' end",
                "details = details || ' '",
                "details = ''",
                "hash = set_byte(hash, %1$d, get_byte(hash, %1$d) # (1 << %2$d))"
                    .formatted(random.nextInt(32), random.nextInt(8)))
            .get(random.nextInt(13));
    return "update audit_entry set %s where tenant_id = :chain and seq = %d".formatted(change, seq);
  }

  private static String swap(long seq, long other) {
    return """
        alter table audit_entry drop constraint audit_entry_seq_check;
        update audit_entry set seq = -1 where tenant_id = :chain and seq = %1$d;
        update audit_entry set seq = %1$d where tenant_id = :chain and seq = %2$d;
        update audit_entry set seq = %2$d where tenant_id = :chain and seq = -1
        """
        .formatted(seq, other);
  }

  /** A copy or a forgery put between two, the rest moved on, or at the end. */
  private static String insert(Random random, long seq) {
    var event = random.nextBoolean() ? "event_id" : "gen_random_uuid()";
    return """
        update audit_entry set seq = seq + 1000000 where tenant_id = :chain and seq > %1$d;
        update audit_entry set seq = seq - 999999 where tenant_id = :chain and seq > 1000000;
        insert into audit_entry
        select tenant_id, seq + 1, at, actor, request, origin, action, version, %2$s, details, hash
        from audit_entry where tenant_id = :chain and seq = %1$d
        """
        .formatted(random.nextInt(4) == 0 ? length : seq, event);
  }

  /** What the entries tell of: altered, taken out, put in. */
  private static String event(Random random, long seq) {
    var which =
        "(select event_id from audit_entry where tenant_id = :chain and seq = %d)".formatted(seq);
    return List.of(
            "update relay.event set payload = payload || '{\"total\": 1}' where id = " + which,
            "update relay.event set actor = 'nobody' where id = " + which,
            "update relay.event set occurred_at = occurred_at + interval '1 s' where id = " + which,
            "delete from relay.event where id = " + which,
            """
            insert into relay.event (tenant_id, id, type, version, payload, tags, occurred_at, actor,
              correlation_id)
            select tenant_id, uuidv7(), type, version, payload, tags, occurred_at, actor, correlation_id
            from relay.event where id = """
                + which)
        .get(random.nextInt(5));
  }

  @Test
  void whateverIsAlteredIsFound() throws SQLException {
    assertThat(verified(List.of())).isEmpty();
    owner.rollback();
    var missed = new ArrayList<String>();
    var kinds = new TreeMap<String, Integer>();
    for (var n = 0; n < ATTEMPTS; n++) {
      var attempt = attempt(new Random(SEED + n));
      unlock();
      sql("alter table relay.event no force row level security");
      sql(attempt);
      kinds.merge(attempt.strip().split(" ")[0], 1, Integer::sum);
      if (verified(List.of()).isEmpty()) {
        missed.add("seed %d: %s".formatted(SEED + n, attempt));
      }
      owner.rollback();
    }
    System.out.printf(
        "seeds from %d: %d attempts, %d missed, %s%n", SEED, ATTEMPTS, missed.size(), kinds);
    assertThat(missed).isEmpty();
    assertThat(verified(List.of())).isEmpty();
    owner.rollback();
  }

  /** Also when there is none left that they could be older than. */
  @Test
  void eventsThatAreTakenOutAreFoundHoweverManyAndHoweverOld() throws SQLException {
    for (var upTo : new long[] {1, 2, length - 1, length}) {
      unlock();
      sql("alter table relay.event no force row level security");
      sql(
          "delete from relay.event where id in (select event_id from audit_entry"
              + " where tenant_id = :chain and seq <= %d)".formatted(upTo));
      assertThat(verified(List.of()))
          .as("the oldest %d", upTo)
          .hasSize((int) Math.min(100, upTo))
          .allMatch(finding -> finding.what().endsWith("is not stored"));
      owner.rollback();
    }
  }

  @Test
  void aTailThatIsCutOffIsFoundByAPublishedHead() throws Exception {
    var heads = house.house().auditChains().heads(List.of(chain));
    var file =
        Files.writeString(
            folder.resolve("anchors"),
            "00:00:00 INFO audit head " + Anchors.line(heads.getFirst()));
    var published = Anchors.read(file);
    assertThat(published).isEqualTo(heads);
    assertThat(verified(published)).isEmpty();
    owner.rollback();

    for (var cut : new long[] {1, 2, length}) {
      unlock();
      sql("alter table relay.event no force row level security");
      sql(
          "delete from relay.event where id in (select event_id from audit_entry"
              + " where tenant_id = :chain and seq > %d)".formatted(length - cut));
      sql("delete from audit_entry where tenant_id = :chain and seq > %d".formatted(length - cut));
      assertThat(verified(published))
          .as("cut %d", cut)
          .anyMatch(finding -> finding.what().contains("is gone"));
      owner.rollback();
    }
  }

  /** With the hashes made anew the chain is whole, and yet not the one that was published. */
  @Test
  void aChainThatIsForgedWholeIsFoundByAPublishedHead() throws Exception {
    var heads = house.house().auditChains().heads(List.of(chain));
    unlock();
    sql("alter table relay.event no force row level security");
    sql(
        """
        update audit_entry set actor = 'nobody' where tenant_id = :chain and seq = 3;
        update relay.event e set actor = 'nobody' from audit_entry a
        where a.tenant_id = :chain and a.seq = 3 and e.id = a.event_id
        """);
    chainAnew();
    assertThat(verified(List.of())).as("it looks whole").isEmpty();
    assertThat(verified(heads)).anyMatch(finding -> finding.what().contains("another hash"));
    owner.rollback();
  }

  private static void chainAnew() throws SQLException {
    var entries = new AtomicReference<List<AuditEntry>>();
    house
        .house()
        .transactions()
        .join(
            owner,
            Scope.of(chain, "test", chain),
            tx -> entries.set(new AuditLog(tx).after(0, 1_000)));
    var previous = AuditEntry.BEGINNING;
    for (var entry : entries.get()) {
      previous = entry.hashAfter(previous);
      sql(
          "update audit_entry set hash = decode('%s', 'hex') where tenant_id = :chain and seq = %d"
              .formatted(previous, entry.seq()));
    }
  }
}
