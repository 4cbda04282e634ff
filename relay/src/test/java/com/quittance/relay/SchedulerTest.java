package com.quittance.relay;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.schedule.CatchUp;
import com.quittance.relay.schedule.DueRun;
import com.quittance.relay.schedule.ScheduledTask;
import com.quittance.relay.schedule.ScheduledTask.Subject;
import com.quittance.relay.schedule.ScheduledTask.Work;
import com.quittance.relay.schedule.Scheduler;
import com.quittance.relay.schedule.TaskRun;
import com.quittance.relay.schedule.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that are due by the clock: once at each time, however many nodes, whatever crashes. */
class SchedulerTest {

  private static final Trigger NINE = Trigger.cron("0 9 * * *");

  private final TestBed bed = new TestBed(); // it is 08:00
  private final Told<Ordered> told = new Told<>("Told", (_, _) -> {});
  private final Relay relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
  private final AtomicInteger ran = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void aTaskRunsAtItsTimeAndNotAgain() {
    var scheduler = scheduler(CatchUp.LATEST, run -> ran.incrementAndGet());
    scheduler.run(); // yesterday's, missed

    assertThat(times(scheduler.run())).isEmpty();
    bed.clock.advance(ofMinutes(59));
    assertThat(times(scheduler.run())).isEmpty();
    bed.clock.advance(ofMinutes(1));
    assertThat(times(scheduler.run())).containsExactly("2026-11-23T09:00:00Z");
    assertThat(times(scheduler.run())).isEmpty();
    assertThat(times(another(CatchUp.LATEST).run())).isEmpty();
  }

  @Test
  void theLatestMissedTimeIsMadeUpForAlone() {
    scheduler(CatchUp.LATEST, _ -> 0).run();
    bed.clock.advance(ofDays(5).plusHours(2));

    assertThat(times(another(CatchUp.LATEST).run())).containsExactly("2026-11-28T09:00:00Z");
    assertThat(times(another(CatchUp.LATEST).run())).isEmpty();
  }

  @Test
  void allMissedTimesAreMadeUpForInOrder() {
    scheduler(CatchUp.ALL, _ -> 0).run();
    bed.clock.advance(ofDays(3).plusHours(2));

    assertThat(times(another(CatchUp.ALL).run()))
        .containsExactly(
            "2026-11-23T09:00:00Z",
            "2026-11-24T09:00:00Z",
            "2026-11-25T09:00:00Z",
            "2026-11-26T09:00:00Z");
    assertThat(times(another(CatchUp.ALL).run())).isEmpty();
  }

  @Test
  void anExpressionForEverySecondIsMadeUpForInPortions() {
    var every = Trigger.every(Duration.ofSeconds(1));
    var scheduler = relay.scheduler(List.of(task(every, CatchUp.ALL, _ -> 0)));
    scheduler.run();
    bed.clock.advance(ofMinutes(25));

    assertThat(scheduler.run()).hasSize(1_000);
    assertThat(scheduler.run()).hasSize(500);
    assertThat(scheduler.run()).isEmpty();
  }

  @Test
  void missedIsMissed() {
    var scheduler = scheduler(CatchUp.SKIP, _ -> 0);
    assertThat(times(scheduler.run())).isEmpty();
    bed.clock.advance(ofHours(1).plusMinutes(4));
    assertThat(times(scheduler.run())).containsExactly("2026-11-23T09:00:00Z");
    bed.clock.advance(ofDays(1).plusMinutes(2));
    assertThat(times(scheduler.run())).isEmpty();
    assertThat(bed.number("select count(*) from relay.task_run where state = 'skipped'"))
        .isEqualTo(2);
  }

  @Test
  void ofManyNodesOneRunsIt() throws Exception {
    var nodes =
        IntStream.range(0, 8)
            .mapToObj(_ -> scheduler(CatchUp.LATEST, _ -> ran.incrementAndGet()))
            .map(node -> (Callable<List<TaskRun>>) node::run)
            .toList();
    try (var pool = Executors.newFixedThreadPool(8)) {
      var runs = 0;
      for (var node : pool.invokeAll(nodes)) {
        runs += node.get().size();
      }
      assertThat(runs).isOne();
    }
    assertThat(ran).hasValue(1);
  }

  @Test
  void whatIsAnnouncedWithTheRunIsAnnouncedOnce() {
    Work work =
        run -> {
          run.complete(tx -> tx.announce(new Ordered("at " + run.dueAt())));
          return 1;
        };
    scheduler(CatchUp.LATEST, work).run();
    scheduler(CatchUp.LATEST, work).run();
    relay.work();

    assertThat(told.names).containsExactly("at 2026-11-22T09:00:00Z");
  }

  @Test
  void aNodeThatDiesLeavesTheRunToAnotherAndCanChangeNothingAnyMore() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var late = new AtomicReference<Throwable>();
    var frozen =
        scheduler(
            CatchUp.LATEST,
            run -> {
              begun.countDown();
              goOn.await();
              try {
                run.complete(tx -> tx.announce(new Ordered("late")));
              } catch (DueRun.Overtaken overtaken) {
                late.set(overtaken);
                throw overtaken;
              }
              return 1;
            });
    try (var pool = Executors.newSingleThreadExecutor()) {
      var result = pool.submit(frozen::run);
      begun.await();
      assertThat(times(another(CatchUp.LATEST).run())).isEmpty();
      bed.clock.advance(ofMinutes(11));
      assertThat(times(another(CatchUp.LATEST).run())).containsExactly("2026-11-22T09:00:00Z");
      goOn.countDown();
      assertThat(result.get()).isEmpty();
    }
    assertThat(late.get()).isInstanceOf(DueRun.Overtaken.class);
    assertThat(bed.count("relay.event")).isZero();
  }

  @Test
  void whatThrowsIsTriedAgainLaterAndKeepsNobodyWaiting() {
    var broken = new AtomicInteger();
    var scheduler =
        relay.scheduler(
            List.of(
                new ScheduledTask(
                    "broken",
                    NINE,
                    CatchUp.LATEST,
                    this::subjects,
                    _ -> {
                      if (broken.incrementAndGet() < 3) {
                        throw new IllegalStateException("no coffee");
                      }
                      return 0;
                    }),
                new ScheduledTask(
                    "unknown to whom",
                    NINE,
                    CatchUp.LATEST,
                    () -> {
                      throw new IllegalStateException("no list");
                    },
                    _ -> 0),
                task(NINE, CatchUp.LATEST, _ -> ran.incrementAndGet())));

    assertThat(scheduler.run()).extracting(TaskRun::task).containsExactly("daily");
    var state = scheduler(CatchUp.LATEST, _ -> 0);
    assertThat(bed.text("select error from relay.task_run where task = 'broken'"))
        .contains("no coffee");
    bed.clock.advance(ofMinutes(1));
    scheduler.run();
    assertThat(broken).hasValue(2);
    bed.clock.advance(ofMinutes(1));
    scheduler.run(); // twice the distance: not yet
    assertThat(broken).hasValue(2);
    bed.clock.advance(ofMinutes(1));
    assertThat(scheduler.run()).extracting(TaskRun::task).containsExactly("broken");
    assertThat(state.tasks().getFirst().failing()).isZero();
  }

  @Test
  void theRunOfOneTenantChangesNothingAboutAnothers() {
    var other = new Subject(UuidV7.from(bed.clock), ZoneOffset.UTC);
    var others =
        relay.scheduler(
            List.of(
                new ScheduledTask("daily", NINE, CatchUp.LATEST, () -> List.of(other), _ -> 7)));
    Work work =
        _ -> {
          assertThat(others.run()).hasSize(1);
          throw new IllegalStateException("no coffee");
        };

    assertThat(scheduler(CatchUp.LATEST, work).run()).isEmpty();

    var run = "select concat_ws(' ', state, amount, error) from relay.task_run";
    assertThat(bed.text("%s where tenant_id = '%s'".formatted(run, other.tenant())))
        .isEqualTo("done 7");
    assertThat(bed.text("%s where tenant_id = '%s'".formatted(run, bed.tenant)))
        .startsWith("failed 0 ")
        .contains("no coffee");
  }

  @Test
  void aClockThatIsSetBackRepeatsNothing() {
    var scheduler = scheduler(CatchUp.LATEST, _ -> 0);
    scheduler.run();
    bed.clock.advance(ofHours(2));
    scheduler.run();
    bed.clock.advance(ofDays(-3));

    assertThat(scheduler.run()).isEmpty();
    assertThat(another(CatchUp.LATEST).run()).isEmpty();
  }

  @Test
  void theOperatorSeesWhatIsDueWhenAndWhatFails() {
    var tasks =
        List.of(
            task(NINE, CatchUp.LATEST, _ -> 0),
            new ScheduledTask(
                "broken",
                Trigger.every(ofHours(1)),
                CatchUp.SKIP,
                this::subjects,
                _ -> {
                  throw new IllegalStateException("no coffee");
                }));
    var scheduler = relay.scheduler(tasks);
    scheduler.run();
    var states = scheduler.tasks();

    assertThat(states.getFirst().nextDue()).isEqualTo("2026-11-23T09:00:00Z");
    assertThat(states.getFirst().lastDue()).isEqualTo("2026-11-22T09:00:00Z");
    assertThat(states.getFirst().trigger()).isEqualTo("cron 0 9 * * *");
    assertThat(states.getLast().failing()).isOne();
    assertThat(states.getLast().error()).contains("no coffee");
  }

  @Test
  void inTheBackgroundItRunsWhenItsTimeComes() {
    var live = bed.live(Fact.map(), TestBed.quick());
    var every = Trigger.every(Duration.ofSeconds(1));
    try (var scheduler =
        live.scheduler(List.of(task(every, CatchUp.LATEST, _ -> ran.incrementAndGet())))) {
      scheduler.start();
      Eventually.soon("three runs", () -> ran.get() >= 3);
    }
  }

  @Test
  void twoTasksOfOneNameAreRefused() {
    var task = task(NINE, CatchUp.LATEST, _ -> 0);
    assertThatThrownBy(() -> relay.scheduler(List.of(task, task)))
        .hasMessageContaining("two tasks are named 'daily'");
  }

  private Scheduler scheduler(CatchUp catchUp, Work work) {
    return relay.scheduler(List.of(task(NINE, catchUp, work)));
  }

  /** As after a restart: it remembers nothing but what is stored. */
  private Scheduler another(CatchUp catchUp) {
    return scheduler(catchUp, _ -> 0);
  }

  private ScheduledTask task(Trigger trigger, CatchUp catchUp, Work work) {
    return new ScheduledTask("daily", trigger, catchUp, this::subjects, work);
  }

  private List<Subject> subjects() {
    return List.of(new Subject(bed.tenant, ZoneOffset.UTC));
  }

  private static List<String> times(List<TaskRun> runs) {
    return runs.stream().map(TaskRun::dueAt).map(Instant::toString).toList();
  }
}
