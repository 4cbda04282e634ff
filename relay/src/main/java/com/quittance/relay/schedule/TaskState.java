package com.quittance.relay.schedule;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task at a glance, over all its tenants.
 *
 * @param zones whose clocks count, in the order of their names
 * @param nextDue the earliest; null: never
 * @param lastDue the latest time that was seen to; null: none
 * @param failing runs that failed last and will be tried again
 * @param error of one of those
 */
public record TaskState(
    String task,
    String trigger,
    CatchUp catchUp,
    int tenants,
    List<String> zones,
    @Nullable Instant nextDue,
    @Nullable Instant lastDue,
    int failing,
    @Nullable String error) {}
