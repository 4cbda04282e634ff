package com.quittance.relay;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, not for a time. */
public final class Eventually {

  /** Something to be true one day. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  private Eventually() {}

  public static void within(Duration atMost, String what, Condition condition) {
    var end = System.nanoTime() + atMost.toNanos();
    AssertionError last = null;
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (AssertionError notYet) {
        last = notYet;
      } catch (Exception failure) {
        throw new AssertionError(what, failure);
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within %s: %s".formatted(atMost, what), last);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  public static void soon(String what, Condition condition) {
    within(Duration.ofSeconds(20), what, condition);
  }
}
