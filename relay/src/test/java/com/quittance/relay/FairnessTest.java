package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.monitor.Explanation.Reason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One tenant's backlog does not delay another's, and nobody runs more at once than he may. */
class FairnessTest {

  private final TestBed bed = new TestBed();
  private final List<UUID> order = new ArrayList<>();
  private final UUID big = UuidV7.from(Clock.systemUTC());
  private final UUID small = UuidV7.from(Clock.systemUTC());

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  private Told<Ordered> inOrder() {
    return new Told<>("Told", (_, attempt) -> order.add(attempt.scope().tenant()));
  }

  private static void announce(Relay relay, UUID tenant, int events) {
    var all = IntStream.range(0, events).mapToObj(n -> new Ordered(tenant + " " + n)).toList();
    relay.transactions().run(Scope.of(tenant, "test", tenant), tx -> tx.announce(all));
  }

  @Test
  void aFewAreDoneAmongTheFirstWhateverTheBacklogBeforeThem() {
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, inOrder()));
    announce(relay, big, 1_000);
    announce(relay, small, 10);

    relay.work();

    assertThat(order).hasSize(1_010);
    assertThat(order.subList(0, 40)).filteredOn(small::equals).hasSize(10);
  }

  @Test
  void eachTenantGetsItsTurnAndNoneIsLeftOut() {
    var tenants = IntStream.range(0, 50).mapToObj(_ -> UuidV7.from(Clock.systemUTC())).toList();
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, inOrder()));
    tenants.forEach(tenant -> announce(relay, tenant, 4));

    relay.work();

    for (int round = 0; round < 4; round++) {
      assertThat(order.subList(50 * round, 50 * round + 50))
          .as("round " + round)
          .containsExactlyInAnyOrderElementsOf(tenants);
    }
  }

  /** It sorts before all others, where the walk over the lanes begins. */
  @Test
  void theTenantOfAllZerosIsOneLikeOthers() {
    var zeros = new UUID(0, 0);
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, inOrder()));
    announce(relay, zeros, 10);
    relay.work();
    assertThat(order).hasSize(10);
    announce(relay, big, 300);
    announce(relay, zeros, 10);

    relay.work();

    assertThat(order).hasSize(320);
    assertThat(order.subList(10, 50)).filteredOn(zeros::equals).hasSize(10);
  }

  @Test
  void aWeightIsAShare() {
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, inOrder()));
    bed.execute(
        "insert into relay.lane (tenant_id, queue, weight) values ('%s', 'default', 3)"
            .formatted(big));
    announce(relay, small, 300);
    announce(relay, big, 300);

    relay.work();

    assertThat(order.subList(0, 200)).filteredOn(big::equals).hasSizeBetween(148, 152);
  }

  @Test
  void priorityCountsWithinATenantOnly() {
    var low = inOrder();
    var urgent = new Told<Fact.Shipped>("Urgent", (_, it) -> order.add(it.scope().tenant()));
    urgent.priority = 9;
    var relay =
        bed.stepped(
            Fact.map()
                .on("ordered", 1, Ordered.class, low)
                .on("shipped", 1, Fact.Shipped.class, urgent));
    relay
        .transactions()
        .run(
            Scope.of(big, "test", big),
            tx ->
                tx.announce(
                    IntStream.range(0, 100).mapToObj(n -> new Fact.Shipped("" + n, n)).toList()));
    announce(relay, small, 5);

    relay.work();

    assertThat(order.subList(0, 20)).filteredOn(small::equals).hasSize(5);
  }

  @Test
  void noMoreOfATenantRunAtOnceThanItMayOnAllNodesTogether() throws Exception {
    var now = new ConcurrentHashMap<UUID, AtomicInteger>();
    var most = new ConcurrentHashMap<UUID, Integer>();
    var done = new CountDownLatch(80);
    var told =
        new Told<Ordered>(
            "Told",
            (_, attempt) -> {
              var tenant = attempt.scope().tenant();
              var running = now.computeIfAbsent(tenant, _ -> new AtomicInteger());
              most.merge(tenant, running.incrementAndGet(), Math::max);
              done.await(3, TimeUnit.MILLISECONDS);
              running.decrementAndGet();
              done.countDown();
            });
    var settings =
        TestBed.quick()
            .withLimits(Map.of("default", new QueueLimits(5, 3)))
            .withConcurrency(20, Map.of());
    var map = Fact.map().on("ordered", 1, Ordered.class, told);
    var one = bed.live(map, settings);
    var two = bed.live(map, settings);
    announce(one, big, 60);
    announce(one, small, 20);
    one.start();
    two.start();

    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(most.get(big)).isBetween(1, 3);
    assertThat(most.get(small)).isBetween(1, 3);
    Eventually.soon("all completed", () -> bed.count("relay.delivery") == 0);
    assertThat(bed.count("relay.attempt")).isEqualTo(80);
  }

  @Test
  void whoIsHeldBackByALimitIsTold() {
    var gate = new CountDownLatch(1);
    var told = new Told<Ordered>("Told", (_, _) -> gate.await(20, TimeUnit.SECONDS));
    var relay =
        bed.live(
            Fact.map().on("ordered", 1, Ordered.class, told),
            TestBed.quick().withLimits(Map.of("default", new QueueLimits(null, 1))));
    announce(relay, big, 2);
    relay.start();
    Eventually.soon("one runs", () -> told.names.size() == 1);

    var waiting = UUID.fromString(bed.text("select id from relay.delivery where owner is null"));
    assertThat(relay.monitor().explain(waiting).reason()).isEqualTo(Reason.LIMITED);
    assertThat(relay.monitor().explain(waiting).sentence())
        .isEqualTo("Told waits: 1 of its tenant run in queue 'default', as many as may.");
    gate.countDown();
    Eventually.soon("both completed", () -> bed.count("relay.delivery") == 0);
  }

  /** What a claim takes may be younger than the claim: it waits for its turn at a limited queue. */
  @Test
  void whatIsAnnouncedWhileAClaimWaitsForItsTurnIsTakenWithItsEvent() throws Exception {
    var told = new Told<Ordered>("Told", (_, _) -> {});
    var relay =
        bed.live(
            Fact.map().on("ordered", 1, Ordered.class, told),
            TestBed.quick().withLimits(Map.of("default", new QueueLimits(5, null))));
    try (var session = bed.engine().getConnection();
        var statement = session.createStatement()) {
      var turn = "hashtextextended('relay.queue default', 0)";
      statement.execute("select pg_advisory_lock(%s)".formatted(turn));
      relay.start();
      bed.announce(relay, new Ordered("before"));
      Eventually.soon(
          "a claim waits for its turn",
          () ->
              bed.number(
                      "select count(*) from pg_locks where locktype = 'advisory' and not granted"
                          + " and database = (select oid from pg_database"
                          + " where datname = current_database())")
                  > 0);
      bed.announce(relay, new Ordered("meanwhile"));
      statement.execute("select pg_advisory_unlock(%s)".formatted(turn));
    }
    Eventually.soon("both are heard or given up", () -> bed.count("relay.delivery") == 0);

    assertThat(told.names).containsExactlyInAnyOrder("before", "meanwhile");
    assertThat(bed.count("relay.failed_job")).isZero();
  }
}
