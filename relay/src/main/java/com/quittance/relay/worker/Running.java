package com.quittance.relay.worker;

import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.Span;
import com.quittance.relay.worker.Host.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A job that runs. Whoever settles it first decides what is written about it. */
final class Running {

  private final Host host;
  private final Job job;
  private final Instant startedAt;
  private final long startedNanos;
  private final Duration timeout;
  private final Consumer<Running> release;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile @Nullable Task thread;

  /**
   * @param release gives its place back, once its outcome is written
   */
  Running(Host host, Job job, Instant startedAt, Duration timeout, Consumer<Running> release) {
    this.host = host;
    this.startedNanos = host.nanoTime();
    this.job = job;
    this.startedAt = startedAt;
    this.timeout = timeout;
    this.release = release;
  }

  Job job() {
    return job;
  }

  Instant startedAt() {
    return startedAt;
  }

  Duration timeout() {
    return timeout;
  }

  Span span() {
    return Span.lasting(startedAt, host.nanoTime() - startedNanos);
  }

  void on(Task thread) {
    this.thread = thread;
  }

  boolean isOverdue(long nanoTime) {
    return !settled.get() && nanoTime - startedNanos > timeout.toNanos();
  }

  /** True for the one that may write the outcome. */
  boolean settle() {
    return settled.compareAndSet(false, true);
  }

  void free() {
    release.accept(this);
  }

  void interrupt() {
    var current = thread;
    if (current != null) {
      current.interrupt();
    }
  }

  /** By the job, so that a set of them is gone through in the same order wherever it is made. */
  @Override
  public int hashCode() {
    return job.id().hashCode();
  }

  /** Each run is itself only: one job may run twice on a node, first late and then again. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  boolean isAlive() {
    var current = thread;
    return current != null && current.isAlive();
  }
}
