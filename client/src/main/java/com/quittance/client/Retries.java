package com.quittance.client;

import java.time.Duration;

/**
 * How often a request is sent. The wait doubles after each attempt, and half of it is left to
 * chance; what the server asks for by {@code Retry-After} comes on top.
 *
 * @param attempts in all, from 1
 * @param firstWait after the first attempt
 * @param longestWait what it doubles up to
 * @param within no attempt is begun later than this after the first, and none lasts longer; a wait
 *     that would end after it is not begun
 */
public record Retries(int attempts, Duration firstWait, Duration longestWait, Duration within) {

  /** Four attempts within two minutes. */
  public static final Retries DEFAULT =
      new Retries(4, Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofMinutes(2));

  /** One attempt. */
  public static final Retries NONE =
      new Retries(1, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(2));

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when there is no attempt, or no time for it
   */
  public Retries {
    if (attempts < 1 || firstWait.isNegative() || longestWait.isNegative() || !positive(within)) {
      throw new IllegalArgumentException("expected one attempt or more, and time for it");
    }
  }

  private static boolean positive(Duration time) {
    return !time.isNegative() && !time.isZero();
  }

  /**
   * @param chance 0 to 1
   */
  Duration waitAfter(int attempt, double chance) {
    var doubled = firstWait.multipliedBy(1L << Math.min(attempt - 1, 20));
    var most = doubled.compareTo(longestWait) < 0 ? doubled : longestWait;
    return most.minusNanos((long) (most.toNanos() / 2.0 * chance));
  }
}
