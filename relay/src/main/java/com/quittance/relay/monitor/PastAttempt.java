package com.quittance.relay.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the history.
 *
 * @param replay whether an operator had asked for it again
 * @param number from 1
 * @param outcome completed, retried, failed, timed_out, crashed or released
 */
public record PastAttempt(
    UUID event,
    String eventType,
    UUID delivery,
    String listener,
    String queue,
    boolean replay,
    int number,
    String outcome,
    UUID node,
    Instant startedAt,
    Instant finishedAt,
    @Nullable String error) {

  public Duration took() {
    return Duration.between(startedAt, finishedAt);
  }
}
