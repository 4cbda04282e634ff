package com.quittance.relay.worker;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one that waits, or lets it not wait at all when raised before. */
final class Signal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean raised;

  void raise() {
    lock.lock();
    try {
      raised = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What was raised until now is about to be seen to. */
  void clear() {
    lock.lock();
    try {
      raised = false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until raised, for so long at most; an interruption ends the wait and is kept. */
  void await(Duration atMost) {
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
