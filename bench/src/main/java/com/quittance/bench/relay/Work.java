package com.quittance.bench.relay;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** What a job does, whoever runs it. */
public enum Work {
  NOTHING,
  A_MILLISECOND;

  private static final LongAdder DONE = new LongAdder();

  /** Public and static: one of the contenders calls by name. */
  public static void run(Work work) {
    if (work == A_MILLISECOND) {
      LockSupport.parkNanos(1_000_000);
    }
    DONE.increment();
  }

  static long done() {
    return DONE.sum();
  }
}
