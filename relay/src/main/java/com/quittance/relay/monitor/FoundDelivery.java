package com.quittance.relay.monitor;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery, wherever it stands.
 *
 * @param eventType ? when its event is no longer stored
 * @param attempts that failed so far; of a completed one, the one that completed it
 * @param replay whether an operator had asked for it again
 * @param at when it is due, or was leased, completed, given up or last tried; null: not known, as
 *     of one that is held until resumed
 * @param error of the last failure, when it is given up
 */
public record FoundDelivery(
    UUID tenant,
    UUID event,
    String eventType,
    UUID id,
    String listener,
    String queue,
    DeliveryState state,
    int attempts,
    boolean replay,
    @Nullable Instant at,
    @Nullable String error) {}
