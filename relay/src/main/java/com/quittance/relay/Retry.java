package com.quittance.relay;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How often a listener is tried and how long it waits in between.
 *
 * @param tries attempts in all, 1 to 100
 * @param backoff ten years at most; {@code backoff[i]} is the wait after attempt i+1; the last
 *     value repeats
 * @param jitter the random share, 0 to 1, added to each wait so that failures do not return as one
 */
public record Retry(int tries, List<Duration> backoff, double jitter) {

  /** Longer is a mistake in the unit, and would overflow sooner or later. */
  static final Duration LONGEST = Duration.ofDays(3650);

  public Retry {
    if (tries < 1 || tries > 100) {
      throw new IllegalArgumentException("tries is %d, expected 1 to 100".formatted(tries));
    }
    if (jitter < 0 || jitter > 1) {
      throw new IllegalArgumentException("jitter is %s, expected 0 to 1".formatted(jitter));
    }
    if (backoff.stream().anyMatch(wait -> wait == null || wait.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "backoff is %s, expected waits of %d days at most".formatted(backoff, LONGEST.toDays()));
    }
    if (backoff.stream().anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("a backoff is in the past: " + backoff);
    }
    backoff = List.copyOf(backoff);
  }

  public static Retry tries(int tries, Duration... backoff) {
    return new Retry(tries, Arrays.asList(backoff), 0);
  }

  public Retry withJitter(double share) {
    return new Retry(tries, backoff, share);
  }

  public Retry withTries(int other) {
    return new Retry(other, backoff, jitter);
  }

  public boolean allowsAnotherAfter(int attempt) {
    return attempt < tries;
  }

  /**
   * The wait after the given attempt.
   *
   * @param attempt the attempt that failed, from 1
   * @param chance a random number from 0 (inclusive) to 1 (exclusive); decides the jitter
   */
  public Duration waitAfter(int attempt, double chance) {
    if (backoff.isEmpty()) {
      return Duration.ZERO;
    }
    var base = backoff.get(Math.min(attempt, backoff.size()) - 1);
    return base.plusMillis((long) (base.toMillis() * jitter * chance));
  }
}
