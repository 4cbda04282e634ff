package com.quittance.relay.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay has come.
 *
 * @param id of the replay, to resume it by
 * @param actor who asked for it
 * @param events delivered to somebody
 * @param deliveries made
 * @param pending left alone: not done yet, they run anyway
 * @param failed left alone: in the failed store, to be retried there
 * @param unreadable events of a type or version that this program cannot read
 * @param reached when the last event dealt with was stored; null: none was yet
 */
public record ReplayProgress(
    UUID id,
    String actor,
    Instant askedAt,
    long events,
    long deliveries,
    long pending,
    long failed,
    long unreadable,
    @Nullable Instant reached,
    boolean finished) {}
