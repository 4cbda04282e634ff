package com.quittance.relay.worker;

import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A job that runs. Whoever settles it first decides what is written about it. */
final class Running {

  private final Job job;
  private final Instant startedAt;
  private final long startedNanos = System.nanoTime();
  private final Duration timeout;
  private final Consumer<Running> release;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile @Nullable Thread thread;

  /**
   * @param release gives its place back, once its outcome is written
   */
  Running(Job job, Instant startedAt, Duration timeout, Consumer<Running> release) {
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
    return Span.lasting(startedAt, System.nanoTime() - startedNanos);
  }

  void on(Thread thread) {
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

  boolean isAlive() {
    var current = thread;
    return current != null && current.isAlive();
  }
}
