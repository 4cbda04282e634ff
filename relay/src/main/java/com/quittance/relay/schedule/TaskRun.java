package com.quittance.relay.schedule;

import java.time.Instant;
import java.util.UUID;

/**
 * A task was run.
 *
 * @param dueAt when it should have run
 * @param done how much there was to do
 */
public record TaskRun(String task, UUID tenant, Instant dueAt, int done) {}
