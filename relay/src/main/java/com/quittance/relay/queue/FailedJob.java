package com.quittance.relay.queue;

import java.time.Instant;
import java.util.UUID;

/**
 * A delivery that was given up.
 *
 * @param id the delivery's
 * @param replay whether an operator had asked for it again
 * @param reason tries_exhausted, timed_out, crashed, unknown_listener, unknown_type,
 *     unknown_version, unreadable_payload or missing_event
 * @param error message and stack of the last failure
 */
public record FailedJob(
    UUID tenant,
    UUID id,
    UUID event,
    String eventType,
    String listener,
    String queue,
    int attempts,
    int crashes,
    boolean replay,
    String reason,
    String error,
    Instant failedAt) {}
