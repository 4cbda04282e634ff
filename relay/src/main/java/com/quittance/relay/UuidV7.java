package com.quittance.relay;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Ids that sort by time (RFC 9562, version 7): 48 bits of milliseconds, a 32-bit count within the
 * millisecond that starts at a random number, 42 random bits. Ascending within a process as long as
 * the clock does not go back.
 */
public final class UuidV7 {

  private static final SplittableRandom RANDOM =
      new SplittableRandom(new SecureRandom().nextLong());
  private static final Object LOCK = new Object();
  private static long lastMillis = -1;
  private static long count;

  private UuidV7() {}

  public static UUID from(Clock clock) {
    return from(clock.instant());
  }

  public static UUID from(Instant instant) {
    var millis = instant.toEpochMilli() & 0xFFFF_FFFF_FFFFL;
    long number;
    long chance;
    synchronized (LOCK) {
      number = millis == lastMillis ? count + 1 : RANDOM.nextLong(1L << 31);
      lastMillis = millis;
      count = number;
      chance = RANDOM.nextLong();
    }
    var high = millis << 16 | 0x7000 | number >>> 20 & 0xFFF;
    var low = 0x8000_0000_0000_0000L | (number & 0xF_FFFF) << 42 | chance & 0x3FF_FFFF_FFFFL;
    return new UUID(high, low);
  }

  /** The millisecond in which the id was made. */
  public static Instant instant(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }
}
