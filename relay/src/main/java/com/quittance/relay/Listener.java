package com.quittance.relay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reacts to one type of event, later and on any node. Implementations are called by many threads.
 *
 * <p>A listener may run more than once for the same event: a node can die between the effect and
 * its acknowledgement. Database effects made inside {@link Attempt#complete} happen exactly once.
 */
public interface Listener<E> {

  /** Does the work. Returning means done; throwing means failed, to be tried again. */
  void handle(E event, Attempt attempt) throws Exception;

  Retry retry();

  /** After this long the attempt is interrupted, fenced and counted as failed. */
  default Duration timeout() {
    return Duration.ofSeconds(60);
  }

  default String queue() {
    return "default";
  }

  /** The name stored with each delivery; renaming the class must not change it. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Higher goes first within its queue; retries keep it. */
  default int priority() {
    return 0;
  }

  /** How many may start in a time, on all nodes together. Null: any number. */
  default @Nullable RateLimit rateLimit() {
    return null;
  }

  /** When to stop calling it for a while. Null: never. */
  default @Nullable CircuitBreaker circuitBreaker() {
    return null;
  }

  /**
   * While a delivery of this listener with the same key is not done (it waits, runs or is to be
   * retried), no second one is made. Null: every event has its own.
   */
  default @Nullable String uniqueBy(E event) {
    return null;
  }

  /**
   * How long a key of {@link #uniqueBy} stays taken at least, counted from its announcement, also
   * when its delivery is done. Zero: until it is done.
   */
  default Duration uniqueFor() {
    return Duration.ZERO;
  }

  /** How long after the announcement it may start. */
  default Duration delay() {
    return Duration.ZERO;
  }
}
