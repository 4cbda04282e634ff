package com.quittance.relay.monitor;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An incarnation of a node.
 *
 * @param alive seen within the lease
 * @param stale its transitions that found themselves fenced out
 * @param stuck its listeners that ignore their interruption
 */
public record NodeState(
    UUID id,
    String name,
    List<String> queues,
    Instant startedAt,
    Instant seenAt,
    boolean alive,
    long running,
    long stale,
    int stuck) {}
