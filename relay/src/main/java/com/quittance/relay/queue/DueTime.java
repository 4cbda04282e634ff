package com.quittance.relay.queue;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whose time decides what is due. The database's, so that no node's clock matters; or, where time
 * is stepped by hand, an injected clock's. Leases are always the database's: whether a node lives
 * is no matter of a stepped clock.
 */
public final class DueTime {

  private final @Nullable Clock stepped;

  private DueTime(@Nullable Clock stepped) {
    this.stepped = stepped;
  }

  public static DueTime ofDatabase() {
    return new DueTime(null);
  }

  public static DueTime stepped(Clock clock) {
    return new DueTime(clock);
  }

  /** Microseconds since 1970, PostgreSQL's precision. */
  public static long micros(Instant instant) {
    return Math.addExact(instant.getEpochSecond() * 1_000_000, instant.getNano() / 1000);
  }

  /** For {@code coalesce(?::timestamptz, now())}. */
  public @Nullable Instant now() {
    return stepped == null ? null : stepped.instant();
  }
}
