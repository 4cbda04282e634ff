package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.monitor.NodeState;
import com.quittance.relay.monitor.PastAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine at work: threads, timeouts, leases, outages, and a graceful end. */
class EngineTest {

  private final TestBed bed = new TestBed();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void close() throws Exception {
    gate.countDown();
    bed.close();
  }

  private Relay live(RelaySettings settings, Listener<Ordered> listener) {
    return bed.live(Fact.map().on("ordered", 1, Ordered.class, listener), settings);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherNodesCommitIsHeardOrFoundByPolling(boolean notifications) {
    var poll = notifications ? Duration.ofMinutes(5) : Duration.ofMillis(100);
    var told = new Told<Ordered>("Told");
    var worker = live(TestBed.quick().withPoll(poll, notifications), told);
    var web = live(TestBed.quick().withPoll(poll, notifications), told);
    worker.start();
    Eventually.soon(
        "the node listens",
        () ->
            !notifications || bed.count("pg_stat_activity where query = 'listen relay_wake'") > 0);

    bed.announce(web, new Ordered("a"));

    Eventually.soon("delivered", () -> told.names.contains("a"));
  }

  @Test
  void aCommitWakesTheWorkersOfItsOwnNodeAtOnce() {
    var told = new Told<Ordered>("Told");
    var relay = live(TestBed.quick().withPoll(Duration.ofMinutes(5), false), told);
    relay.start();
    Eventually.soon("idle", () -> bed.count("relay.node") == 1);

    for (int i = 0; i < 20; i++) {
      var name = "n" + i;
      bed.announce(relay, new Ordered(name));
      Eventually.soon("delivered", () -> told.names.contains(name));
    }
  }

  @Test
  void noMoreRunAtOnceThanTheQueueAllows() {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var told =
        new Told<Ordered>(
            "Slow",
            (_, _) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              gate.await(5, TimeUnit.MILLISECONDS);
              now.decrementAndGet();
            });
    var relay = live(TestBed.quick().withConcurrency(16, Map.of("default", 3)), told);
    for (int i = 0; i < 30; i++) {
      bed.announce(relay, new Ordered("n" + i));
    }

    assertThat(relay.work(WorkOptions.untilEmpty()).completed()).isEqualTo(30);
    assertThat(most.get()).isBetween(2, 3);
  }

  @Test
  void whatRunsTooLongIsInterruptedAndCountsAsFailed() {
    var interrupted = new AtomicInteger();
    var told =
        new Told<Ordered>(
            "Slow",
            (_, attempt) -> {
              if (attempt.number() == 1) {
                try {
                  gate.await();
                } catch (InterruptedException e) {
                  interrupted.incrementAndGet();
                  throw e;
                }
              }
            });
    told.timeout = Duration.ofMillis(150);
    told.retry = Retry.tries(2);
    var relay = live(TestBed.quick(), told);
    bed.announce(relay, new Ordered("a"));

    assertThat(relay.work(WorkOptions.untilEmpty())).isEqualTo(new WorkReport(1, 1, 0, 0));
    assertThat(interrupted.get()).isOne();
    assertThat(outcomes()).isEqualTo("timed_out completed");
  }

  @Test
  void aListenerThatIgnoresItsInterruptionIsFencedOutAndReported() {
    var told =
        new Told<Ordered>(
            "Deaf",
            (event, attempt) -> {
              if (attempt.number() == 1) {
                var open = false;
                while (!open) {
                  try {
                    gate.await();
                    open = true;
                  } catch (InterruptedException _) {
                    // deaf
                  }
                }
              }
              attempt.complete(tx -> DeliveryTest.effect(tx, event.name(), attempt));
            });
    told.timeout = Duration.ofMillis(100);
    told.retry = Retry.tries(2);
    var relay = live(TestBed.quick(), told);
    relay.start();
    bed.announce(relay, new Ordered("a"));

    Eventually.soon("the second attempt completes", () -> bed.count("effect") == 1);
    Eventually.soon("the stuck one is shown", () -> node(relay).stuck() == 1);
    gate.countDown();
    Eventually.soon("its lease is gone", () -> relay.report().stale() == 1);
    Eventually.soon(
        "and that is shown", () -> node(relay).stale() == 1 && node(relay).stuck() == 0);
    assertThat(bed.count("effect")).isOne();
    assertThat(outcomes()).isEqualTo("timed_out completed");
  }

  @Test
  void closingLetsWhatRunsFinish() throws Exception {
    var told = new Told<Ordered>("Slow", (_, _) -> gate.await());
    var relay = live(TestBed.quick(), told);
    relay.start();
    bed.announce(relay, new Ordered("a"));
    Eventually.soon("it runs", () -> told.names.size() == 1);

    var closer = Thread.ofVirtual().start(relay::close);
    bed.announce(relay, new Ordered("b"));
    gate.countDown();
    closer.join();

    assertThat(outcomes()).isEqualTo("completed");
    assertThat(told.names).containsExactly("a");
    assertThat(bed.count("relay.delivery where owner is null")).isOne();
    assertThat(bed.count("relay.node")).isZero();
  }

  @Test
  void whatDoesNotFinishWithinTheGraceIsReleasedAndCostsNoAttempt() {
    var told = new Told<Ordered>("Slow", (_, _) -> gate.await());
    var relay = live(TestBed.quick().withGrace(Duration.ofMillis(100)), told);
    relay.start();
    bed.announce(relay, new Ordered("a"));
    Eventually.soon("it runs", () -> told.names.size() == 1);

    relay.close();

    assertThat(outcomes()).isEqualTo("released");
    assertThat(
            bed.count(
                "relay.delivery where owner is null and attempt = 0 and crash_count = 0"
                    + " and available_at <= now()"))
        .isOne();
  }

  @Test
  void aNodeThatIsTakenForDeadComesBackAsAnother() {
    var first = new AtomicBoolean(true);
    var told =
        new Told<Ordered>(
            "Told",
            (event, attempt) -> {
              if (first.getAndSet(false)) {
                gate.await();
              }
              attempt.complete(tx -> DeliveryTest.effect(tx, event.name(), attempt));
            });
    var relay = live(TestBed.quick(), told);
    relay.start();
    bed.announce(relay, new Ordered("a"));
    Eventually.soon("it runs", () -> told.names.size() == 1);
    var before = node(relay).id();

    bed.execute("update relay.node set seen_at = now() - interval '1 minute'");

    Eventually.soon("another incarnation", () -> !node(relay).id().equals(before));
    Eventually.soon("the job runs again", () -> bed.count("effect") == 1);
    assertThat(told.names).hasSize(2);
    bed.announce(relay, new Ordered("b"));
    Eventually.soon("work goes on", () -> bed.count("effect") == 2);
  }

  @Test
  void workGoesOnAfterTheConnectionsWereCut() {
    var told = new Told<Ordered>("Told");
    var relay = live(TestBed.quick(), told);
    relay.start();
    for (int round = 0; round < 5; round++) {
      var name = "n" + round;
      bed.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
              + " current_database() and pid <> pg_backend_pid()");
      Eventually.soon(
          "announced",
          () -> {
            try {
              bed.announce(relay, new Ordered(name));
              return true;
            } catch (UncheckedSqlException _) {
              return false;
            }
          });
      Eventually.soon("delivered", () -> told.names.contains(name));
    }
    Eventually.soon("nothing stays", () -> bed.count("relay.delivery") == 0);
  }

  @Test
  void aWorkerStopsWhenItWasToldTo() {
    var told = new Told<Ordered>("Told");
    var relay = live(TestBed.quick(), told);
    assertThat(relay.work(options(null, null, true, false)).jobs()).as("none due").isZero();
    for (int i = 0; i < 10; i++) {
      bed.announce(relay, new Ordered("n" + i));
    }

    assertThat(relay.work(options(null, null, true, false)).jobs()).as("once").isOne();
    assertThat(relay.work(options(4, null, false, false)).jobs()).as("max jobs").isEqualTo(4);
    assertThat(relay.work(WorkOptions.untilEmpty()).jobs()).as("the rest").isEqualTo(5);
    assertThat(relay.work(options(null, Duration.ofMillis(100), false, false)).jobs()).isZero();
    assertThat(bed.count("relay.delivery")).isZero();
  }

  @Test
  void whoWatchesIsToldOfEachJobAndHarmsNone() {
    var told =
        new Told<Ordered>(
            "Told",
            (event, attempt) -> {
              if (event.name().equals("never") || attempt.number() == 1) {
                throw new IllegalStateException("no");
              }
              attempt.complete(_ -> {});
            });
    told.retry = Retry.tries(2);
    var relay = live(TestBed.quick(), told);
    bed.announce(relay, new Ordered("later"));
    bed.announce(relay, new Ordered("never"));
    var seen = new ConcurrentLinkedQueue<FinishedJob>();

    relay.work(
        WorkOptions.untilEmpty(),
        job -> {
          seen.add(job);
          throw new IllegalStateException("a broken pipe");
        });

    assertThat(seen)
        .extracting(job -> "%s %d %s".formatted(job.listener(), job.attempt(), job.outcome()))
        .containsExactlyInAnyOrder("Told 1 RETRY", "Told 1 RETRY", "Told 2 DONE", "Told 2 FAIL");
    assertThat(seen).allSatisfy(job -> assertThat(job.took()).isPositive());
    assertThat(bed.count("relay.delivery")).isZero();
  }

  @Test
  void aWorkerMayBeToldOtherTriesAndTimeoutsAndQueues() {
    var told = new Told<Ordered>("Slow", (_, _) -> gate.await());
    told.queue = "slow";
    var idle = new Told<Fact.Shipped>("Idle");
    idle.queue = "other";
    var relay =
        bed.live(
            Fact.map()
                .on("ordered", 1, Ordered.class, told)
                .on("shipped", 1, Fact.Shipped.class, idle),
            TestBed.quick());
    bed.announce(relay, new Ordered("a"));
    var timeout = Duration.ofMillis(100);

    var elsewhere = new WorkOptions(Set.of("other"), 1, timeout, null, null, null, false, true);
    assertThat(relay.work(elsewhere).jobs()).isZero();
    var here = new WorkOptions(Set.of("slow"), 1, timeout, null, null, null, false, true);
    assertThat(relay.work(here)).isEqualTo(new WorkReport(0, 0, 1, 0));
    assertThat(relay.failedJobs().list(1).getFirst().reason()).isEqualTo("timed_out");
  }

  @Test
  void suspectsRunOneAtATime() {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var told =
        new Told<Ordered>(
            "Suspect",
            (_, _) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              gate.await(10, TimeUnit.MILLISECONDS);
              now.decrementAndGet();
            });
    var relay = live(TestBed.quick(), told);
    for (int i = 0; i < 8; i++) {
      bed.announce(relay, new Ordered("n" + i));
    }
    bed.execute("update relay.delivery set crash_count = 1");

    assertThat(relay.work(WorkOptions.untilEmpty()).completed()).isEqualTo(8);
    assertThat(most.get()).isOne();
  }

  @Test
  void attemptsTellWhenTheyRan() {
    var told = new Told<Ordered>("Slow", (_, _) -> gate.await(30, TimeUnit.MILLISECONDS));
    var relay = live(TestBed.quick(), told);
    bed.announce(relay, new Ordered("a"));
    relay.work(WorkOptions.untilEmpty());

    List<PastAttempt> history =
        relay.monitor().historyOfEvent(bed.tenant, told.attempts.getFirst().event());
    assertThat(history)
        .singleElement()
        .satisfies(
            it -> assertThat(it.took()).isBetween(Duration.ofMillis(29), Duration.ofSeconds(5)));
  }

  private static WorkOptions options(
      Integer jobs, Duration time, boolean once, boolean stopWhenEmpty) {
    return new WorkOptions(Set.of(), null, null, null, jobs, time, once, stopWhenEmpty);
  }

  private static NodeState node(Relay relay) {
    return relay.monitor().nodes().stream()
        .filter(NodeState::alive)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node is alive"));
  }

  private String outcomes() {
    return bed.text("select string_agg(outcome, ' ' order by lease_no) from relay.attempt");
  }
}
