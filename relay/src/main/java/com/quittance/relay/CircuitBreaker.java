package com.quittance.relay;

import java.time.Duration;

/**
 * Stops calling a listener whose other side is down. After so many failures in a row on one node,
 * its deliveries wait on all nodes and use up no tries; after a while one is let through, and its
 * success lets the others follow.
 *
 * @param failures in a row, 1 or more
 * @param open how long nothing is tried, 1 millisecond or longer
 */
public record CircuitBreaker(int failures, Duration open) {

  public CircuitBreaker {
    if (failures < 1) {
      throw new IllegalArgumentException(
          "circuit breaker after %d failures, expected 1 or more".formatted(failures));
    }
    if (open.toMillis() < 1) {
      throw new IllegalArgumentException(
          "circuit breaker open for %s, expected a millisecond or longer".formatted(open));
    }
  }

  public static CircuitBreaker after(int failures, Duration open) {
    return new CircuitBreaker(failures, open);
  }
}
