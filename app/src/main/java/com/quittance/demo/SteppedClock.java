package com.quittance.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still and is stepped by hand, until it is told to run with another. */
public final class SteppedClock extends Clock {

  private final AtomicReference<Clock> now;

  public SteppedClock(Instant start) {
    this.now = new AtomicReference<>(Clock.fixed(start, ZoneOffset.UTC));
  }

  public void advance(Duration step) {
    set(instant().plus(step));
  }

  /**
   * @throws IllegalArgumentException for a time before the present one
   */
  public void set(Instant time) {
    if (time.isBefore(instant())) {
      throw new IllegalArgumentException("%s lies before %s".formatted(time, instant()));
    }
    now.set(Clock.fixed(time, ZoneOffset.UTC));
  }

  /** From here on time is that clock's. */
  public void runWith(Clock other) {
    now.set(other);
  }

  @Override
  public Instant instant() {
    return now.get().instant();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return now.get().withZone(zone);
  }
}
