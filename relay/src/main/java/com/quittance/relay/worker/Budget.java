package com.quittance.relay.worker;

import java.util.concurrent.atomic.AtomicLong;

/** How many more jobs a worker may take. */
final class Budget {

  private final AtomicLong left;

  Budget(long jobs) {
    this.left = new AtomicLong(jobs);
  }

  /** Takes so many, or as many as are left. */
  int reserve(int wanted) {
    var before = left.getAndUpdate(now -> now - Math.min(now, wanted));
    return (int) Math.min(before, wanted);
  }

  void giveBack(int unused) {
    left.addAndGet(unused);
  }

  boolean isSpent() {
    return left.get() == 0;
  }
}
