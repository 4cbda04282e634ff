package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.monitor.Explanation;
import com.quittance.relay.monitor.Explanation.Reason;
import com.quittance.relay.monitor.Horizon;
import com.quittance.relay.monitor.QueueState;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine says why a delivery is not running. */
class MonitorTest {

  private final TestBed bed = new TestBed();
  private final Told<Ordered> told =
      new Told<>(
          "Told",
          (event, _) -> {
            if (event.name().startsWith("bad")) {
              throw new IllegalStateException("bad");
            }
          });
  private final Relay relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void aPausedQueueIsNotServedUntilResumed() {
    bed.announce(relay, new Ordered("a"));
    relay.pauses().pause("default");
    relay.pauses().pause("default");

    assertThat(relay.work().jobs()).isZero();
    assertThat(relay.pauses().paused()).containsExactly("default");
    assertThat(explain().reason()).isEqualTo(Reason.PAUSED);
    assertThat(explain().sentence()).isEqualTo("Told waits: queue 'default' is paused.");

    relay.pauses().resume("default");
    assertThat(relay.work().completed()).isOne();
  }

  @Test
  void aRetryIsNotYetDue() {
    bed.announce(relay, new Ordered("bad"));
    relay.work();

    assertThat(explain().reason()).isEqualTo(Reason.NOT_YET_DUE);
    assertThat(explain().sentence())
        .isEqualTo("Told is not due until 2026-11-23T08:01:00Z (attempt 2).");
  }

  @Test
  void withoutANodeNothingIsServed() {
    bed.announce(relay, new Ordered("a"));

    assertThat(explain().sentence()).isEqualTo("Told waits: no live node serves queue 'default'.");
  }

  @Test
  void othersMayBeAhead() {
    bed.announce(relay, new Ordered("a"), new Ordered("b"), new Ordered("c"));
    node(UuidV7.from(Clock.systemUTC()), 0);
    var last = id("select id from relay.delivery order by id desc limit 1");

    assertThat(relay.monitor().explain(last))
        .isEqualTo(
            new Explanation(
                Reason.WAITING,
                "Told waits behind 2 of its tenant in queue 'default', whose tenants take turns."));
    bed.execute("update relay.delivery set crash_count = 2");
    assertThat(relay.monitor().explain(last).reason()).isEqualTo(Reason.SUSPECT);
    bed.execute("delete from relay.node");
  }

  @Test
  void aLeasedOneNamesItsNode() {
    bed.announce(relay, new Ordered("a"));
    var node = UuidV7.from(Clock.systemUTC());
    node(node, 3);
    bed.execute(
        "update relay.delivery set leased_at = '2026-11-23T08:00:00Z', owner = '" + node + "'");

    assertThat(explain())
        .isEqualTo(
            new Explanation(
                Reason.RUNNING,
                "Told is leased by shed-1 since 2026-11-23T08:00:00Z (seen 3 s ago)."));
    bed.execute("update relay.node set seen_at = now() - interval '20 seconds'");
    assertThat(explain().reason()).isEqualTo(Reason.NODE_LOST);
    bed.execute("delete from relay.node");
    assertThat(explain().sentence()).contains("a node that is gone");
  }

  @Test
  void whatEndedIsToldFromTheHistory() {
    told.retry = Retry.tries(1);
    bed.announce(relay, new Ordered("good"), new Ordered("bad"));
    var good = id("select id from relay.delivery order by id limit 1");
    var bad = id("select id from relay.delivery order by id desc limit 1");
    relay.work();

    assertThat(relay.monitor().explain(good).reason()).isEqualTo(Reason.DONE);
    assertThat(relay.monitor().explain(good).sentence()).contains("attempt 1 completed at");
    assertThat(relay.monitor().explain(bad).sentence())
        .isEqualTo("Told is in the failed store since 2026-11-23T08:00:00Z (tries_exhausted).");
    relay.failedJobs().forget(bad);
    assertThat(relay.monitor().explain(bad).sentence()).contains("is forgotten");
    assertThat(relay.monitor().explain(bed.tenant).reason()).isEqualTo(Reason.UNKNOWN);
  }

  @Test
  void queuesAndNodesAtAGlance() {
    bed.announce(relay, new Ordered("bad"));
    relay.work();
    bed.announce(relay, new Ordered("a"), new Ordered("b"));
    bed.clock.advance(Duration.ofSeconds(30));
    node(UuidV7.from(Clock.systemUTC()), 0);

    assertThat(relay.monitor().queues())
        .containsExactly(new QueueState("default", 2, 1, 0, 0, Duration.ofSeconds(30), 1, false));
    assertThat(relay.monitor().nodes())
        .singleElement()
        .satisfies(
            node -> {
              assertThat(node.name()).isEqualTo("shed-1");
              assertThat(node.alive()).isTrue();
            });
  }

  @Test
  void anOldTransactionIsSeen() throws Exception {
    try (var connection = bed.application().getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(java.sql.Connection.TRANSACTION_REPEATABLE_READ);
      statement.executeQuery("select 1").close();
      var horizon = relay.monitor().horizon();
      assertThat(horizon.oldestTransaction()).isNotNull();
      assertThat(horizon.oldestPid()).isPositive();
      assertThat(horizon.xminHolder()).isEqualTo("client backend " + horizon.oldestPid());
      assertThat(horizon.xminAge()).isNotNegative();
      assertThat(horizon.warnings()).isEmpty();
      connection.rollback();
    }
    var old =
        new Horizon(
            200_000,
            1_000,
            null,
            Duration.ofMinutes(61),
            42,
            "idle in transaction",
            2_000_000L,
            "replication slot forgotten");
    assertThat(old.warnings()).hasSize(3);
    assertThat(old.warnings().get(1))
        .startsWith("The replication slot forgotten needs what was 2000000 transactions ago");
    assertThat(old.warnings().getFirst())
        .startsWith("A transaction has been open for 61 minutes (session 42, idle in transaction)");
  }

  @Test
  void aQueueNoListenerIsInIsRefusedAtStart() {
    var settings = TestBed.quick().withConcurrency(4, java.util.Map.of("mial", 2));
    var wrong = bed.live(Fact.map().on("ordered", 1, Ordered.class, told), settings);

    org.assertj.core.api.Assertions.assertThatThrownBy(wrong::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concurrency names queue 'mial', in which no listener is; there are [default]");
  }

  private void node(UUID id, int secondsAgo) {
    bed.execute(
        "insert into relay.node (id, name, queues, seen_at) values ('%s', 'shed-1', '{default}', now() - interval '%d seconds')"
            .formatted(id, secondsAgo));
  }

  private UUID id(String sql) {
    return UUID.fromString(bed.text(sql));
  }

  private Explanation explain() {
    return relay.monitor().explain(bed.delivery("Told"));
  }
}
