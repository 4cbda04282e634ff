package com.quittance.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that runs like another, so far behind it as it is told; it only ever catches up. */
public final class OffsetClock extends Clock {

  private final Clock real;
  private volatile Duration behind;

  public OffsetClock(Clock real, Duration behind) {
    this.real = real;
    this.behind = behind;
  }

  /**
   * @throws IllegalArgumentException for more than before: time does not go back
   */
  public void setBehind(Duration next) {
    if (next.compareTo(behind) > 0) {
      throw new IllegalArgumentException("%s would go back from %s".formatted(next, behind));
    }
    behind = next;
  }

  @Override
  public Instant instant() {
    return real.instant().minus(behind);
  }

  @Override
  public ZoneId getZone() {
    return real.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new OffsetClock(real.withZone(zone), behind);
  }
}
