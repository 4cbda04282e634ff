package com.quittance.relay.schedule;

import com.quittance.relay.worker.Host;
import com.quittance.relay.worker.Host.Signal;
import com.quittance.relay.worker.Host.Task;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says for the runs of this node that they go on, so that only those of a node that is gone are
 * taken over; and stops those that take too long. Thread-safe.
 */
final class LeaseKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  private record Run(ScheduledTask task, long sinceNanos, Thread thread) {}

  private final Host host;
  private final TaskRuns runs;
  private final Duration lease;
  private final boolean stepped;
  private final Map<TaskRuns.Lease, Run> underWay = new ConcurrentHashMap<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final Signal nudge;
  private final Task thread;
  private volatile boolean closed;

  /**
   * @param stepped time is moved by hand, and what is under way with it
   */
  LeaseKeeper(Host host, TaskRuns runs, Duration lease, boolean stepped) {
    this.host = host;
    this.runs = runs;
    this.lease = lease;
    this.stepped = stepped;
    this.nudge = host.signal();
    this.thread = host.duty("relay-schedule", this::loop);
  }

  /** On the calling thread. */
  void begin(ScheduledTask task, TaskRuns.Lease run) {
    underWay.put(run, new Run(task, host.nanoTime(), Thread.currentThread()));
    if (!stepped && started.compareAndSet(false, true)) {
      thread.start();
    }
  }

  void end(TaskRuns.Lease run) {
    underWay.remove(run);
  }

  private void loop() {
    while (!closed) {
      nudge.await(lease.dividedBy(4));
      if (!closed) {
        underWay.forEach((run, running) -> quietly(() -> keep(run, running)));
      }
    }
  }

  private void keep(TaskRuns.Lease run, Run running) {
    var timeout = running.task().timeout();
    if (host.nanoTime() - running.sinceNanos() < timeout.toNanos()) {
      runs.renew(run);
    } else if (underWay.remove(run) != null) {
      LOG.error(
          "task {} of tenant {}, due {}, is stopped after {}",
          run.task(),
          run.tenant(),
          run.dueAt(),
          timeout);
      runs.failed(run, "timed out after " + timeout, Scheduler.wait(run.attempt()));
      running.thread().interrupt();
    }
  }

  private static void quietly(Runnable write) {
    try {
      write.run();
    } catch (RuntimeException refused) {
      LOG.debug("the lease of a run could not be written", refused);
    }
  }

  /** What is still under way may be taken by another. */
  @Override
  public void close() {
    closed = true;
    nudge.raise();
    underWay.keySet().forEach(run -> quietly(() -> runs.release(run)));
  }
}
