package com.quittance.relay.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When a task is due. Immutable. */
public sealed interface Trigger permits CronTrigger, IntervalTrigger {

  /**
   * By the clock on the wall of the task's time zone, as crontab(5) of the Unix cron: minute, hour,
   * day of the month, month, day of the week, or a nickname such as {@code @daily}. A time that the
   * change to summer time leaves out comes as much later as the clock jumps; one that comes twice
   * is due once if the expression names its hour, and each time if it says every hour.
   *
   * @throws IllegalArgumentException when it is no such expression, or never comes
   */
  static Trigger cron(String expression) {
    return CronTrigger.parse(expression);
  }

  /**
   * At equal distances counted from the beginning of 1970, so on all nodes at the same times; no
   * zone matters.
   *
   * @param interval a second to ten years
   * @throws IllegalArgumentException when it is not
   */
  static Trigger every(Duration interval) {
    return new IntervalTrigger(interval);
  }

  /** The first time after that one; empty: there is none any more. */
  Optional<Instant> next(Instant after, ZoneId zone);

  /** The last time not after that one; empty: there was none. */
  Optional<Instant> latest(Instant until, ZoneId zone);
}
