package com.quittance.relay.queue;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits.
 *
 * @param ready queues with something to claim
 * @param untilNext until the next held delivery becomes due; null: none is held
 */
public record Look(Set<String> ready, @Nullable Duration untilNext) {}
