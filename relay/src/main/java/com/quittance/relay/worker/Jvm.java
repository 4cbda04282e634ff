package com.quittance.relay.worker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The machine this program runs on. Duties have platform threads: listeners that keep every carrier
 * of virtual threads busy must not keep the node from saying that it lives.
 */
public final class Jvm implements Host {

  private record JvmTask(Thread thread) implements Task {

    @Override
    public void start() {
      thread.start();
    }

    @Override
    public boolean isAlive() {
      return thread.isAlive();
    }

    @Override
    public void interrupt() {
      thread.interrupt();
    }

    @Override
    public void join(Duration atMost) throws InterruptedException {
      thread.join(atMost);
    }
  }

  /** Of a lock and a condition. */
  private static final class JvmSignal implements Signal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean raised;

    @Override
    public void raise() {
      if (raised) {
        return; // whoever waits has not seen to it yet
      }
      lock.lock();
      try {
        raised = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void clear() {
      raised = false;
    }

    @Override
    public void await(Duration atMost) {
      lock.lock();
      try {
        var left = atMost.toNanos();
        while (!raised && left > 0) {
          left = changed.awaitNanos(left);
        }
        raised = false;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public double chance() {
    return ThreadLocalRandom.current().nextDouble();
  }

  @Override
  public Signal signal() {
    return new JvmSignal();
  }

  @Override
  public Task duty(String name, Runnable work) {
    return new JvmTask(Thread.ofPlatform().name(name).daemon().unstarted(work));
  }

  @Override
  public Task job(String name, Runnable work) {
    return new JvmTask(Thread.ofVirtual().name(name).unstarted(work));
  }
}
