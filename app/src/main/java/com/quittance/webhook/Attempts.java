package com.quittance.webhook;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a message is tried again: at once, then over three days, as Standard Webhooks proposes. Half
 * a day later than hoped is better than a receiver that cannot get up.
 */
final class Attempts {

  private static final List<Duration> WAITS =
      List.of(
          ofSeconds(5),
          ofMinutes(5),
          ofMinutes(30),
          ofHours(2),
          ofHours(5),
          ofHours(10),
          ofHours(14),
          ofHours(20),
          ofHours(24));

  static final int MOST = WAITS.size() + 1;

  /** No receiver can ask for more. */
  private static final Duration LONGEST_ASKED = ofHours(24);

  /** So much is added at most, so that failures do not come back as one. */
  private static final double JITTER = 0.1;

  private Attempts() {}

  /**
   * The wait after a failed attempt.
   *
   * @param attempt from 1 to one less than {@link #MOST}
   * @param chance from 0 to 1
   * @param asked what the receiver asked for, as in the header Retry-After
   */
  static Duration waitAfter(int attempt, double chance, @Nullable Duration asked) {
    var planned = WAITS.get(attempt - 1);
    var wait = planned.plusMillis((long) (planned.toMillis() * JITTER * chance));
    return asked == null || asked.compareTo(wait) <= 0 ? wait : asked;
  }

  /** Null when nothing was asked for that can be understood. */
  static @Nullable Duration asked(@Nullable String retryAfter, Instant now) {
    if (retryAfter == null) {
      return null;
    }
    if (retryAfter.matches("\\d{1,18}")) {
      return atMost(ofSeconds(Math.min(Long.parseLong(retryAfter), LONGEST_ASKED.toSeconds())));
    }
    try {
      var format = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
      return atMost(Duration.between(now, format.parse(retryAfter, Instant::from)));
    } catch (DateTimeParseException | ArithmeticException neither) {
      return null;
    }
  }

  private static @Nullable Duration atMost(Duration asked) {
    return asked.isNegative() ? null : asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
  }

  /** How long a message waits for a turn when its endpoint is busy: 1 s, then longer and longer. */
  static Duration turnAfter(int postponed, double chance) {
    var wait = ofSeconds(1L << Math.min(postponed, 9));
    return wait.plusMillis((long) (wait.toMillis() * chance));
  }
}
