package com.quittance.relay.worker;

import com.quittance.relay.queue.DatabaseQueue;
import com.quittance.relay.queue.Job;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Serves one queue: claims as much as it may run, hands it over, waits for more. */
final class QueueWorker {

  private static final Duration CAPACITY_PATIENCE = Duration.ofMillis(200);

  private final String name;
  private final DatabaseQueue queue;
  private final Engine engine;
  private final Budget budget;
  private final int claimBatch;
  private final Duration poll;
  private final Semaphore slots;
  private final Signal signal = new Signal();
  private final Outage outage;
  private final Thread thread;
  private long nextSuspectNanos = System.nanoTime();
  private volatile boolean idle;

  QueueWorker(
      String name,
      DatabaseQueue queue,
      Engine engine,
      Budget budget,
      int concurrency,
      int claimBatch,
      Duration poll,
      Outage outage) {
    this.name = name;
    this.queue = queue;
    this.engine = engine;
    this.budget = budget;
    this.slots = new Semaphore(concurrency);
    this.claimBatch = claimBatch;
    this.poll = poll;
    this.outage = outage;
    this.thread = Thread.ofPlatform().name("relay-" + name).daemon().unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  void join(Duration atMost) throws InterruptedException {
    thread.join(atMost);
  }

  void wake() {
    signal.raise();
  }

  /** The last look found nothing to run. */
  boolean isIdle() {
    return idle;
  }

  void free(Running running) {
    if (running.job().isSuspect()) {
      nextSuspectNanos = System.nanoTime();
      signal.raise();
    }
    slots.release();
  }

  private void loop() {
    while (!engine.isClosing()) {
      try {
        round();
        outage.over();
      } catch (SQLException failure) {
        outage.noticed(failure);
        signal.await(withJitter(poll));
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void round() throws SQLException, InterruptedException {
    if (!slots.tryAcquire(CAPACITY_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    var free = 1 + takeMore(claimBatch - 1);
    var wanted = budget.reserve(free);
    signal.clear();
    List<Job> jobs = List.of();
    var node = engine.incarnation();
    try {
      if (wanted > 0 && !node.isLost()) {
        jobs = claim(node, wanted);
      }
    } finally {
      slots.release(free - jobs.size());
      budget.giveBack(wanted - jobs.size());
    }
    idle = jobs.isEmpty();
    for (var job : jobs) {
      engine.begin(this, node, job);
    }
    if (jobs.size() < wanted || wanted == 0) {
      signal.await(withJitter(poll));
    }
  }

  private int takeMore(int most) {
    var more = Math.min(most, slots.availablePermits());
    return more > 0 && slots.tryAcquire(more) ? more : 0;
  }

  private List<Job> claim(Incarnation node, int wanted) throws SQLException {
    var jobs = new ArrayList<Job>(wanted);
    if (System.nanoTime() - nextSuspectNanos >= 0 && node.takeSuspect()) {
      nextSuspectNanos = System.nanoTime() + poll.toNanos();
      claimSuspect(node, jobs);
    }
    if (jobs.size() < wanted) {
      jobs.addAll(queue.claim(name, wanted - jobs.size(), node.id()));
    }
    return jobs;
  }

  private void claimSuspect(Incarnation node, List<Job> jobs) throws SQLException {
    try {
      queue.claimSuspect(name, node.id()).ifPresent(jobs::add);
    } finally {
      if (jobs.isEmpty()) {
        node.freeSuspect();
      }
    }
  }

  /** Between three quarters and five quarters, so that many nodes do not look as one. */
  private static Duration withJitter(Duration duration) {
    return Duration.ofNanos(
        (long) (duration.toNanos() * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
  }
}
