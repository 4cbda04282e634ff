package com.quittance.relay.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

record IntervalTrigger(Duration interval) implements Trigger {

  IntervalTrigger {
    if (interval.toSeconds() < 1 || interval.toDays() > 3650) {
      throw new IllegalArgumentException(
          "interval is %s, expected a second to ten years".formatted(interval));
    }
  }

  @Override
  public Optional<Instant> next(Instant after, ZoneId zone) {
    return latest(after, zone).map(latest -> latest.plus(interval));
  }

  @Override
  public Optional<Instant> latest(Instant until, ZoneId zone) {
    var length = interval.toMillis();
    return Optional.of(Instant.ofEpochMilli(Math.floorDiv(until.toEpochMilli(), length) * length));
  }

  @Override
  public String toString() {
    return "every " + interval;
  }
}
