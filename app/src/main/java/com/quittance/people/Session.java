package com.quittance.people;

import com.quittance.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody is signed in with a browser.
 *
 * @param id names it in lists; of no use to get in
 * @param tenant the company they work for at the moment
 * @param expiresAt whatever they do
 * @param agent what the browser calls itself
 */
record Session(
    UUID id,
    Person person,
    @Nullable TenantId tenant,
    Instant createdAt,
    Instant lastSeenAt,
    Instant expiresAt,
    String address,
    String agent) {

  /** NIST SP 800-63B allows thirty days to those who sign in by a password. */
  static final Duration LIFE = Duration.ofDays(30);

  /** A working day. */
  static final Duration IDLE = Duration.ofHours(12);

  /** Who runs the server signs in every day, and again when they were away for long. */
  static final Duration OPERATORS_LIFE = Duration.ofHours(24);

  static final Duration OPERATORS_IDLE = Duration.ofHours(1);

  static Duration life(Person person) {
    return person.operator() ? OPERATORS_LIFE : LIFE;
  }

  boolean isLive(Instant now) {
    var idle = person.operator() ? OPERATORS_IDLE : IDLE;
    return now.isBefore(expiresAt) && now.isBefore(lastSeenAt.plus(idle));
  }
}
