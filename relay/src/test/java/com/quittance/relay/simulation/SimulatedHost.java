package com.quittance.relay.simulation;

import com.quittance.relay.simulation.Scheduler.Crash;
import com.quittance.relay.simulation.Scheduler.Strand;
import com.quittance.relay.worker.Host;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A machine that can die or stand still, whose clock is wrong. */
final class SimulatedHost implements Host {

  private static final int PREEMPTED_ONCE_IN = 10;

  private final Scheduler scheduler;
  private final Random random;
  private final String name;
  private final Duration wrongBy;
  private long pausedUntil;
  private boolean dead;

  SimulatedHost(Scheduler scheduler, Random random, String name, Duration wrongBy) {
    this.scheduler = scheduler;
    this.random = random;
    this.name = name;
    this.wrongBy = wrongBy;
  }

  private final class SimulatedTask implements Task {
    private final Strand strand;

    SimulatedTask(Strand strand) {
      this.strand = strand;
    }

    @Override
    public void start() {
      scheduler.start(strand);
      preempt();
    }

    @Override
    public boolean isAlive() {
      return strand.started && !strand.ended;
    }

    @Override
    public void interrupt() {
      strand.interrupt();
    }

    @Override
    public void join(Duration atMost) {
      scheduler.join(strand, atMost.toNanos());
    }
  }

  private final class SimulatedSignal implements Signal {
    private boolean raised;
    private @Nullable Strand waiting;

    @Override
    public void raise() {
      raised = true;
      if (waiting != null) {
        waiting.wake();
      }
      preempt();
    }

    @Override
    public void clear() {
      raised = false;
    }

    @Override
    public void await(Duration atMost) {
      var self = scheduler.self();
      if (!raised && !Thread.currentThread().isInterrupted()) {
        waiting = self;
        self.sleeping = true;
        try {
          scheduler.waitUntil(scheduler.now() + atMost.toNanos());
        } finally {
          self.sleeping = false;
          waiting = null;
        }
      }
      raised = false;
    }
  }

  String name() {
    return name;
  }

  boolean isDead() {
    return dead;
  }

  long pausedUntil() {
    return pausedUntil;
  }

  /** Loses its memory. What runs on it now ends here. */
  void crash() {
    if (!dead) {
      dead = true;
      scheduler.crash(this);
    }
    if (scheduler.self().host == this) {
      throw new Crash();
    }
  }

  void pause(Duration length) {
    pausedUntil = Math.max(pausedUntil, scheduler.now() + length.toNanos());
  }

  Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return Instant.EPOCH.plusNanos(scheduler.now()).plus(wrongBy);
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  @Override
  public long nanoTime() {
    preempt();
    return scheduler.now() - 1_000_000_000; // its zero means nothing
  }

  @Override
  public double chance() {
    return random.nextDouble();
  }

  @Override
  public Signal signal() {
    return new SimulatedSignal();
  }

  @Override
  public Task duty(String title, Runnable work) {
    return new SimulatedTask(scheduler.new Strand(this, name + " " + title, work));
  }

  @Override
  public Task job(String title, Runnable work) {
    return duty(title, work);
  }

  /** A thread may lose the processor anywhere; here it does. */
  private void preempt() {
    if (!dead && random.nextInt(PREEMPTED_ONCE_IN) == 0) {
      scheduler.pass();
    }
  }
}
