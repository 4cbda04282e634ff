package com.quittance.relay.schedule;

import com.quittance.relay.LogContext;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.UncheckedSqlException;
import com.quittance.relay.UuidV7;
import com.quittance.relay.queue.DueTime;
import com.quittance.relay.schedule.ScheduledTask.Subject;
import com.quittance.relay.sql.Database;
import com.quittance.relay.worker.Host;
import com.quittance.relay.worker.Host.Signal;
import com.quittance.relay.worker.Host.Task;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that each task is run at its times, once, by one of the nodes that are on duty; what
 * was missed is made up for as its {@link CatchUp} says. Times are the database's: when its clock
 * is set back, nothing runs again. Each task has a thread, so none waits for another. Thread-safe.
 */
public final class Scheduler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
  private static final Duration KEEP = Duration.ofDays(60);
  private static final Duration PRUNE_EVERY = Duration.ofHours(1);
  private static final Duration AWAY = Duration.ofSeconds(10);
  private static final Duration JITTER = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int MOST_AT_ONCE = 1_000;

  /** A tenant that moves to another zone is looked at anew. */
  private record Key(String task, UUID tenant, ZoneId zone) {
    static Key of(ScheduledTask task, Subject subject) {
      return new Key(task.name(), subject.tenant(), subject.zone());
    }
  }

  private final List<ScheduledTask> tasks;
  private final Transactions transactions;
  private final TaskRuns runs;
  private final Clock clock;
  private final Host host;

  /** A signal wakes one: each task's thread has its own. */
  private final Map<String, Signal> nudges = new HashMap<>();

  private final TaskTime time;
  private final List<Task> threads;

  /** When each is to be looked at again; before, nothing of it can be due. */
  private final Map<Key, Instant> lookAt = new ConcurrentHashMap<>();

  /** The latest time of a look: an earlier one says that the clock was set back. */
  private final AtomicReference<Instant> latestLook = new AtomicReference<>(Instant.MIN);

  private final LeaseKeeper keeper;
  private volatile boolean closed;

  /**
   * @param lease a node that is not heard of for so long has lost its runs
   * @throws IllegalArgumentException when two tasks have one name
   */
  public Scheduler(
      Host host,
      Transactions transactions,
      Database database,
      DueTime due,
      Clock clock,
      Duration lease,
      Collection<ScheduledTask> tasks) {
    var names = new HashSet<String>();
    for (var task : tasks) {
      if (!names.add(task.name())) {
        throw new IllegalArgumentException("two tasks are named '%s'".formatted(task.name()));
      }
    }
    this.tasks = List.copyOf(tasks);
    this.transactions = transactions;
    this.runs = new TaskRuns(database, due, lease);
    this.keeper = new LeaseKeeper(host, runs, lease, due.now() != null);
    this.time = new TaskTime(host, database, due);
    this.clock = clock;
    this.host = host;
    names.forEach(name -> nudges.put(name, host.signal()));
    this.threads =
        this.tasks.stream()
            .map(task -> host.duty("relay-schedule-" + task.name(), () -> loop(task)))
            .toList();
  }

  /** Runs what is due, in the background, until closed. */
  public void start() {
    threads.forEach(Task::start);
  }

  /** Runs on the calling thread what is due now, and answers what was run. */
  public List<TaskRun> run() {
    var done = new ArrayList<TaskRun>();
    for (var task : tasks) {
      look(task, done);
    }
    return done;
  }

  private void look(ScheduledTask task, List<TaskRun> done) {
    try {
      run(task, done);
    } catch (RuntimeException | Error failed) {
      LOG.error("task {} could not be looked at, and will be again", task.name(), failed);
    }
  }

  public List<TaskState> tasks() {
    var now = time.now();
    var states = new ArrayList<TaskState>();
    for (var task : tasks) {
      var subjects = task.subjects().get();
      var next =
          subjects.stream()
              .flatMap(subject -> task.trigger().next(now, subject.zone()).stream())
              .min(Instant::compareTo);
      var summary = runs.summary(task.name());
      states.add(
          new TaskState(
              task.name(),
              task.trigger().toString(),
              task.catchUp(),
              subjects.size(),
              subjects.stream().map(subject -> subject.zone().getId()).distinct().sorted().toList(),
              next.orElse(null),
              summary.lastDue(),
              summary.failing(),
              summary.error()));
    }
    return states;
  }

  private void run(ScheduledTask task, List<TaskRun> done) {
    var now = time.now();
    if (now.plus(JITTER).isBefore(latestLook.getAndSet(now))) {
      lookAt.clear(); // what was far away may have come near
    }
    var subjects = task.subjects().get();
    var isNew = subjects.stream().anyMatch(subject -> !lookAt.containsKey(Key.of(task, subject)));
    var settled =
        isNew
            ? runs.latestSettled(task.name(), now.minus(CatchUp.REACH), now)
            : Map.<UUID, Instant>of();
    for (var subject : subjects) {
      try {
        look(task, subject, now, settled, done);
      } catch (UncheckedSqlException refused) {
        throw refused;
      } catch (RuntimeException failed) {
        LOG.error("task {} of tenant {} could not be run", task.name(), subject.tenant(), failed);
      }
    }
  }

  private void look(
      ScheduledTask task,
      Subject subject,
      Instant now,
      Map<UUID, Instant> settled,
      List<TaskRun> done) {
    var key = Key.of(task, subject);
    var look = lookAt.get(key);
    if (look == null) {
      look = firstLook(task, subject, now, Optional.ofNullable(settled.get(subject.tenant())));
      lookAt.put(key, look);
    }
    if (!look.isAfter(now)) {
      lookAt.put(key, runDue(task, subject, now, done));
    }
  }

  /** Most tenants were seen to before this program started; one question tells it of all. */
  private static Instant firstLook(
      ScheduledTask task, Subject subject, Instant now, Optional<Instant> settled) {
    var latest = task.trigger().latest(now, subject.zone());
    var nothingDue =
        latest.isEmpty()
            || task.catchUp() != CatchUp.ALL
                && settled.filter(last -> !last.isBefore(latest.get())).isPresent();
    return nothingDue ? afterwards(task, subject, now) : now;
  }

  private static Instant afterwards(ScheduledTask task, Subject subject, Instant now) {
    return task.trigger().next(now, subject.zone()).orElse(Instant.MAX);
  }

  /** Answers when to look again. */
  private Instant runDue(ScheduledTask task, Subject subject, Instant now, List<TaskRun> done) {
    var missed = missed(task, subject, now);
    var unsettled = missed.held();
    for (var dueAt : missed.times().subList(0, Math.min(missed.size(), MOST_AT_ONCE))) {
      var lease = runs.begin(task.name(), subject.tenant(), dueAt);
      unsettled |= lease.isEmpty() || !runLeased(task, lease.get(), done);
    }
    if (missed.size() > MOST_AT_ONCE) {
      return now;
    }
    var next = afterwards(task, subject, now);
    var soon = now.plus(LONGEST_SLEEP);
    return unsettled && soon.isBefore(next) ? soon : next;
  }

  /**
   * @param times to see to, the earliest first
   * @param held there are others, which failed a moment ago or are under way
   */
  private record Missed(List<Instant> times, boolean held) {

    static final Missed NOTHING = new Missed(List.of(), false);

    int size() {
      return times.size();
    }
  }

  private Missed missed(ScheduledTask task, Subject subject, Instant now) {
    var latest = task.trigger().latest(now, subject.zone());
    if (latest.isEmpty()) {
      return Missed.NOTHING;
    }
    if (task.catchUp() == CatchUp.ALL) {
      return allMissed(task, subject, now, latest.get());
    }
    if (runs.isSettled(task.name(), subject.tenant(), latest.get())) {
      return Missed.NOTHING;
    }
    if (task.catchUp() == CatchUp.SKIP && latest.get().isBefore(now.minus(CatchUp.LATE))) {
      runs.skip(task.name(), subject.tenant(), latest.get());
      return Missed.NOTHING;
    }
    return new Missed(List.of(latest.get()), false);
  }

  private Missed allMissed(ScheduledTask task, Subject subject, Instant now, Instant latest) {
    var past = runs.since(task.name(), subject.tenant(), now.minus(CatchUp.REACH), now);
    var known = past.stream().map(TaskRuns.Past::dueAt).collect(Collectors.toSet());
    var missed =
        past.stream()
            .filter(run -> !run.settled() && !run.held())
            .map(TaskRuns.Past::dueAt)
            .collect(Collectors.toCollection(ArrayList::new));
    // Behind the last that is known, and not in between: what another expression or zone says of a
    // time that has been seen to was never missed.
    var seenTo = known.stream().filter(dueAt -> !dueAt.isAfter(now)).max(Instant::compareTo);
    var dueAt =
        seenTo.isPresent()
            ? task.trigger().next(seenTo.get(), subject.zone())
            : Optional.of(latest);
    while (dueAt.isPresent() && !dueAt.get().isAfter(now) && missed.size() <= MOST_AT_ONCE) {
      if (!known.contains(dueAt.get())) {
        missed.add(dueAt.get());
      }
      dueAt = task.trigger().next(dueAt.get(), subject.zone());
    }
    return new Missed(missed, past.stream().anyMatch(TaskRuns.Past::held));
  }

  /** Whether nothing more is to be done for that time. */
  private boolean runLeased(ScheduledTask task, TaskRuns.Lease lease, List<TaskRun> done) {
    var scope = Scope.of(lease.tenant(), "schedule:" + task.name(), UuidV7.from(clock.instant()));
    var run = new DueRun(transactions, runs, lease, scope);
    keeper.begin(task, lease);
    try (var _ = LogContext.of(scope)) {
      var amount = task.work().run(run);
      if (runs.done(lease, amount, run.isCompleted())) {
        done.add(new TaskRun(task.name(), lease.tenant(), lease.dueAt(), amount));
      }
      return true;
    } catch (DueRun.Overtaken overtaken) {
      LOG.warn("{}", overtaken.getMessage());
      return true;
    } catch (Exception | Error failed) {
      LOG.error(
          "task {} of tenant {}, due {}, failed {}",
          task.name(),
          lease.tenant(),
          lease.dueAt(),
          run.isCompleted() ? "after it had completed" : "and will be tried again",
          failed);
      if (!run.isCompleted()) {
        runs.failed(lease, failed.toString(), wait(lease.attempt()));
      }
      return run.isCompleted();
    } finally {
      keeper.end(lease);
    }
  }

  static Duration wait(int attempt) {
    return Duration.ofMinutes(Math.min(60, 1L << Math.min(attempt - 1, 6)));
  }

  private void loop(ScheduledTask task) {
    var prunedAt = host.nanoTime() - PRUNE_EVERY.toNanos();
    while (!closed) {
      look(task, new ArrayList<>());
      if (host.nanoTime() - prunedAt >= PRUNE_EVERY.toNanos()) {
        prune(task);
        prunedAt = host.nanoTime();
      }
      var _ = Thread.interrupted(); // a task's: the schedule is ended by being closed
      if (!closed) {
        nudges.get(task.name()).await(untilNext(task));
      }
    }
  }

  private Duration untilNext(ScheduledTask task) {
    try {
      return untilNext(task, time.now());
    } catch (RuntimeException away) {
      LOG.debug("the time is not to be had", away);
      return AWAY;
    }
  }

  private Duration untilNext(ScheduledTask task, Instant now) {
    var next =
        lookAt.entrySet().stream()
            .filter(look -> look.getKey().task().equals(task.name()))
            .map(Map.Entry::getValue)
            .min(Instant::compareTo)
            .orElse(Instant.MAX);
    var soonest = now.plusMillis(100);
    var latest = now.plus(LONGEST_SLEEP);
    return Duration.between(
        now, next.isAfter(latest) ? latest : next.isBefore(soonest) ? soonest : next);
  }

  private void prune(ScheduledTask task) {
    try {
      while (!closed && runs.prune(task.name(), KEEP) == TaskRuns.PRUNED_AT_ONCE) {
        LOG.debug("{} has more old runs to forget", task.name());
      }
    } catch (RuntimeException refused) {
      LOG.debug("old task runs are not pruned this hour", refused);
    }
  }

  /** Lets the runs that are under way finish, for ten seconds; then others may take them. */
  @Override
  public void close() {
    closed = true;
    nudges.values().forEach(Signal::raise);
    var end = host.nanoTime() + GRACE.toNanos();
    try {
      for (var thread : threads) {
        if (thread.isAlive()) {
          thread.join(Duration.ofNanos(Math.max(1_000_000, end - host.nanoTime())));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    keeper.close();
  }
}
