package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.schedule.CatchUp;
import com.quittance.relay.schedule.ScheduledTask;
import com.quittance.relay.schedule.ScheduledTask.Subject;
import com.quittance.relay.schedule.ScheduledTask.Work;
import com.quittance.relay.schedule.Scheduler;
import com.quittance.relay.schedule.Trigger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong around the schedule: in its tasks, and with the clocks. */
class SchedulerFaultTest {

  private static final Trigger HOURLY = Trigger.cron("0 * * * *");
  private static final Trigger EVERY_SECOND = Trigger.every(Duration.ofSeconds(1));

  private final TestBed bed = new TestBed();
  private final List<Instant> ran = new ArrayList<>();
  private final AtomicInteger others = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  private ScheduledTask task(String name, Trigger trigger, CatchUp catchUp, Work work) {
    return new ScheduledTask(
        name, trigger, catchUp, () -> List.of(new Subject(bed.tenant, ZoneOffset.UTC)), work);
  }

  private Scheduler stepped(CatchUp catchUp) {
    return bed.stepped(Fact.map())
        .scheduler(
            List.of(
                task(
                    "hourly",
                    HOURLY,
                    catchUp,
                    run -> {
                      ran.add(run.dueAt());
                      return 1;
                    })));
  }

  private void othersGoOnBeside(Work bad, Runnable end) {
    try (var scheduler =
        bed.live(Fact.map(), TestBed.quick())
            .scheduler(
                List.of(
                    task("bad", HOURLY, CatchUp.LATEST, bad),
                    task("good", EVERY_SECOND, CatchUp.LATEST, _ -> others.incrementAndGet())))) {
      scheduler.start();
      try {
        Eventually.soon("the other goes on", () -> others.get() >= 3);
      } finally {
        end.run();
      }
    }
  }

  @Test
  void anErrorOfATaskStopsNoOther() {
    othersGoOnBeside(
        _ -> {
          throw new StackOverflowError("deep");
        },
        () -> {});
    assertThat(bed.text("select error from relay.task_run where state = 'failed'"))
        .contains("deep");
  }

  @Test
  void anInterruptionThatATaskThrowsStopsNoOther() {
    othersGoOnBeside(
        _ -> {
          throw new InterruptedException("somebody's");
        },
        () -> {});
  }

  @Test
  void aTaskThatHangsStopsNoOther() {
    var gate = new CountDownLatch(1);
    othersGoOnBeside(
        _ -> {
          gate.await();
          return 1;
        },
        gate::countDown);
  }

  @Test
  void aRunThatTakesLongIsNotTakenOver() throws Exception {
    var begun = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    Work work =
        _ -> {
          others.incrementAndGet();
          begun.countDown();
          gate.await();
          return 1;
        };
    var tasks = List.of(task("long", HOURLY, CatchUp.LATEST, work));
    try (var one = bed.live(Fact.map(), TestBed.quick()).scheduler(tasks);
        var two = bed.live(Fact.map(), TestBed.quick()).scheduler(tasks);
        var pool = Executors.newSingleThreadExecutor()) {
      var result = pool.submit(one::run);
      begun.await();
      Eventually.soon(
          "it has run for two leases",
          () -> bed.count("relay.task_run where now() > started_at + interval '3 seconds'") == 1);
      assertThat(two.run()).isEmpty();
      gate.countDown();
      assertThat(result.get()).hasSize(1);
    }
    assertThat(others).hasValue(1);
  }

  @Test
  void aRunThatHangsIsStoppedAndKeepsNoOtherTenantWaiting() {
    var ran = new CopyOnWriteArrayList<UUID>();
    var other = UuidV7.from(Clock.systemUTC());
    var hanging =
        new ScheduledTask(
                "hanging",
                HOURLY,
                CatchUp.LATEST,
                () ->
                    List.of(
                        new Subject(bed.tenant, ZoneOffset.UTC),
                        new Subject(other, ZoneOffset.UTC)),
                run -> {
                  if (run.scope().tenant().equals(bed.tenant)) {
                    new CountDownLatch(1).await();
                  }
                  ran.add(run.scope().tenant());
                  return 1;
                })
            .withTimeout(Duration.ofMillis(300));
    try (var scheduler = bed.live(Fact.map(), TestBed.quick()).scheduler(List.of(hanging))) {
      scheduler.start();
      Eventually.soon("the other tenant is served", () -> ran.contains(other));
      assertThat(ran).containsExactly(other);
      assertThat(bed.text("select error from relay.task_run where state = 'failed'"))
          .isEqualTo("timed out after PT0.3S");
    }
  }

  @Test
  void whatAnotherExpressionOrZoneWouldHaveSaidWasNeverMissed() {
    var relay = bed.stepped(Fact.map());
    relay.scheduler(List.of(task("t", HOURLY, CatchUp.ALL, _ -> 1))).run();
    bed.clock.advance(Duration.ofHours(5));
    assertThat(relay.scheduler(List.of(task("t", HOURLY, CatchUp.ALL, _ -> 1))).run()).hasSize(5);

    var halfHourly = Trigger.cron("*/30 * * * *");
    assertThat(relay.scheduler(List.of(task("t", halfHourly, CatchUp.ALL, _ -> 1))).run())
        .isEmpty();
    bed.clock.advance(Duration.ofHours(1));
    assertThat(relay.scheduler(List.of(task("t", halfHourly, CatchUp.ALL, _ -> 1))).run())
        .hasSize(2);
  }

  @Test
  void whatNoTextCanHoldIsNoReasonToForgetAFailure() {
    bed.stepped(Fact.map())
        .scheduler(
            List.of(
                task(
                    "bad",
                    HOURLY,
                    CatchUp.LATEST,
                    _ -> {
                      throw new IllegalStateException("half\0");
                    })))
        .run();
    assertThat(bed.text("select error from relay.task_run where state = 'failed'"))
        .endsWith("half");
  }

  @Test
  void whatIsThrownAfterTheEndChangesNothing() {
    var scheduler =
        bed.stepped(Fact.map())
            .scheduler(
                List.of(
                    task(
                        "bad",
                        HOURLY,
                        CatchUp.LATEST,
                        run -> {
                          run.complete(tx -> {});
                          throw new IllegalStateException("too late");
                        })));
    scheduler.run();
    assertThat(scheduler.tasks().getFirst().failing()).isZero();
    assertThat(bed.text("select state from relay.task_run")).isEqualTo("done");
  }

  @Test
  void aClockThatWasFarAheadOnceHoldsNothingUp() {
    stepped(CatchUp.LATEST).run();
    bed.clock.advance(Duration.ofDays(3650));
    stepped(CatchUp.LATEST).run();
    bed.clock.advance(Duration.ofDays(-3650).plusHours(1));
    ran.clear();
    stepped(CatchUp.LATEST).run();
    assertThat(ran).containsExactly(Instant.parse("2026-11-23T09:00:00Z"));
  }

  @Test
  void aNodeWhoseClockIsAheadRunsNothingBeforeItsTime() {
    var ahead =
        bed.keep(
            Relay.builder(Fact.map())
                .application(bed.application)
                .engine(bed.engine)
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(3)))
                .settings(TestBed.quick())
                .build());
    ahead
        .scheduler(
            List.of(
                task(
                    "hourly",
                    HOURLY,
                    CatchUp.LATEST,
                    run -> {
                      ran.add(run.dueAt());
                      return 1;
                    })))
        .run();
    assertThat(ran).allMatch(at -> !at.isAfter(Clock.systemUTC().instant()));
  }

  @Test
  void whatFailedOnceIsNotShownForEver() {
    var relay = bed.stepped(Fact.map());
    var fails = new AtomicInteger(1);
    var scheduler =
        relay.scheduler(
            List.of(
                task(
                    "hourly",
                    HOURLY,
                    CatchUp.LATEST,
                    _ -> {
                      if (fails.getAndDecrement() > 0) {
                        throw new IllegalStateException("no");
                      }
                      return 1;
                    })));
    scheduler.run();
    assertThat(scheduler.tasks().getFirst().failing()).isOne();
    bed.clock.advance(Duration.ofHours(3));
    scheduler.run();
    assertThat(scheduler.tasks().getFirst().failing()).isZero();
    assertThat(scheduler.tasks().getFirst().zones()).containsExactly("Z");
  }

  @Test
  void manyThatFailKeepNoLaterOneFromRunning() {
    var latest = new AtomicInteger();
    var relay = bed.stepped(Fact.map());
    relay.scheduler(List.of(task("s", EVERY_SECOND, CatchUp.ALL, _ -> 1))).run();
    var from = bed.clock.instant().plus(Duration.ofMinutes(20));
    bed.clock.advance(Duration.ofMinutes(25));
    var scheduler =
        relay.scheduler(
            List.of(
                task(
                    "s",
                    EVERY_SECOND,
                    CatchUp.ALL,
                    run -> {
                      if (run.dueAt().isBefore(from)) {
                        throw new IllegalStateException("no");
                      }
                      return latest.incrementAndGet();
                    })));
    for (var n = 0; n < 3; n++) {
      scheduler.run();
    }
    assertThat(latest).hasValueGreaterThan(0);
  }
}
