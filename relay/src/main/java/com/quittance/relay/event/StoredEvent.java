package com.quittance.relay.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is stored.
 *
 * @param payload JSON, of the stored version
 */
public record StoredEvent(
    UUID tenant,
    UUID id,
    String type,
    int version,
    String payload,
    List<String> tags,
    Instant occurredAt,
    String actor,
    UUID correlation,
    @Nullable UUID causation,
    @Nullable String traceParent) {}
