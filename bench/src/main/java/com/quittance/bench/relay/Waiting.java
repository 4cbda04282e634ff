package com.quittance.bench.relay;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a state of the world. */
final class Waiting {

  private static final long LIMIT_NANOS = 900_000_000_000L;

  private Waiting() {}

  static void until(Callable<Boolean> condition) throws Exception {
    var begin = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - begin > LIMIT_NANOS) {
        throw new IllegalStateException("not within 15 minutes");
      }
      LockSupport.parkNanos(500_000);
    }
  }
}
