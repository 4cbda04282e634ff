package com.quittance.relay;

import java.time.Duration;

/**
 * How many deliveries of one listener may start in a time, on all nodes together: a mail server has
 * such a limit. In any window of that length it is at most {@code jobs + burst()}.
 *
 * @param jobs 1 or more
 * @param per 1 millisecond or longer
 */
public record RateLimit(int jobs, Duration per) {

  public RateLimit {
    if (jobs < 1) {
      throw new IllegalArgumentException(
          "rate limit of %d jobs, expected 1 or more".formatted(jobs));
    }
    if (per.toMillis() < 1) {
      throw new IllegalArgumentException(
          "rate limit per %s, expected a millisecond or longer".formatted(per));
    }
  }

  public static RateLimit of(int jobs, Duration per) {
    return new RateLimit(jobs, per);
  }

  public double perSecond() {
    return jobs / (per.toMillis() / 1000.0);
  }

  /** How many may start at once after a pause: those of a second, at least one. */
  public int burst() {
    return (int) Math.max(1, Math.ceil(perSecond()));
  }
}
