package com.quittance.relay.worker;

import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.QueueConnection;
import com.quittance.relay.queue.Turn;
import com.quittance.relay.worker.Host.Signal;
import com.quittance.relay.worker.Host.Task;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one queue: claims as much as it may run, hands it over, waits for more. */
final class QueueWorker {

  private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);

  /** Of the first claims of a burst, doubled each time: the first job need not wait for many. */
  private static final int FIRST_CLAIM = 100;

  private static final Duration CAPACITY_PATIENCE = Duration.ofMillis(200);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration SUSPECTS_APART = Duration.ofSeconds(1);

  /** Whoever has work for an idle worker wakes it; this is for a fault in that. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final String name;
  private final Host host;
  private final QueueConnection queue;
  private final Engine engine;
  private final Budget budget;
  private final int claimBatch;
  private final boolean limited;
  private final Semaphore slots;
  private final Signal signal;
  private final Signal room;
  private final Outage outage;
  private final Task thread;
  private long nextSuspectNanos;
  private Turn turn = Turn.FIRST;
  private boolean again;
  private int most = FIRST_CLAIM;
  private volatile boolean claiming;

  QueueWorker(
      Host host,
      String name,
      QueueConnection queue,
      Engine engine,
      Budget budget,
      int concurrency,
      int claimBatch,
      boolean limited,
      Outage outage) {
    this.host = host;
    this.signal = host.signal();
    this.room = host.signal();
    this.nextSuspectNanos = host.nanoTime();
    this.name = name;
    this.queue = queue;
    this.engine = engine;
    this.budget = budget;
    this.slots = new Semaphore(concurrency);
    this.claimBatch = claimBatch;
    this.limited = limited;
    this.outage = outage;
    this.thread = host.duty("relay-" + name, this::loop);
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

  /** Whether it holds jobs, or is about to, that have not begun. */
  boolean isClaiming() {
    return claiming;
  }

  void free(Running running) {
    if (running.job().isSuspect()) {
      nextSuspectNanos = host.nanoTime();
      signal.raise();
    }
    slots.release();
    if (limited) {
      signal.raise(); // what its limit held back may be claimed now
    }
  }

  /** After all that are freed at once. */
  void roomMade() {
    room.raise();
  }

  private void loop() {
    while (!engine.isClosing()) {
      try {
        round();
        outage.over();
      } catch (SQLException failure) {
        outage.noticed(failure);
        signal.await(AFTER_FAILURE);
      } catch (RuntimeException | Error bug) {
        LOG.error("queue {} could not be claimed from, and will be again", name, bug);
        engine.claimUnheard();
        signal.await(AFTER_FAILURE);
      }
    }
  }

  private void round() throws SQLException {
    if (!slots.tryAcquire()) {
      room.await(CAPACITY_PATIENCE);
      return;
    }
    var free = 1 + takeMore(Math.min(most, claimBatch) - 1);
    var wanted = budget.reserve(free);
    signal.clear();
    again = false;
    claiming = true;
    try {
      if (claimAndBegin(free, wanted) == wanted && wanted > 0) {
        most = Math.min(2 * most, claimBatch);
      } else {
        most = FIRST_CLAIM;
        claiming = false;
        if (!again && !engine.isClosing()) {
          signal.await(IDLE);
        }
      }
    } finally {
      claiming = false;
    }
  }

  private int claimAndBegin(int free, int wanted) throws SQLException {
    List<Job> jobs = List.of();
    var node = engine.incarnation();
    try {
      if (wanted > 0 && !node.isLost()) {
        jobs = claim(node, wanted);
      }
    } catch (SQLException failure) {
      engine.claimUnheard();
      throw failure;
    } finally {
      slots.release(free - jobs.size());
      budget.giveBack(wanted - jobs.size());
    }
    for (var job : jobs) {
      engine.begin(this, node, job);
    }
    return jobs.size();
  }

  private int takeMore(int most) {
    var more = Math.min(most, slots.availablePermits());
    return more > 0 && slots.tryAcquire(more) ? more : 0;
  }

  private List<Job> claim(Incarnation node, int wanted) throws SQLException {
    var jobs = new ArrayList<Job>(wanted);
    if (host.nanoTime() - nextSuspectNanos >= 0 && node.takeSuspect()) {
      nextSuspectNanos = host.nanoTime() + SUSPECTS_APART.toNanos();
      claimSuspect(node, jobs);
    }
    if (jobs.size() < wanted) {
      var claimed = queue.claim(name, wanted - jobs.size(), node.id(), turn);
      jobs.addAll(claimed.jobs());
      turn = claimed.next();
      again = claimed.setAside() > 0;
    }
    if (again) {
      engine.expectMoreDue();
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
}
