package com.quittance.people;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The app that makes somebody's codes.
 *
 * @param confirmedAt null until they have shown a code of it; until then it counts for nothing
 * @param lastStep of the last code that was taken
 */
record SecondFactor(Totp totp, Instant begunAt, @Nullable Instant confirmedAt, long lastStep) {

  /** From its beginning to its first code. */
  static final Duration TO_CONFIRM = Duration.ofMinutes(15);

  boolean isConfirmed() {
    return confirmedAt != null;
  }

  Instant expiresAt() {
    return begunAt.plus(TO_CONFIRM);
  }

  boolean isWaiting(Instant now) {
    return !isConfirmed() && now.isBefore(expiresAt());
  }
}
