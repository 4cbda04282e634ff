package com.quittance.relay.monitor;

import java.time.Duration;

/**
 * A queue at a glance.
 *
 * @param waiting due and not running
 * @param delayed not yet due
 * @param failed in the failed store
 * @param oldestWait how long the longest waiting has been due; zero when none waits
 * @param nodes live nodes that serve it
 */
public record QueueState(
    String queue,
    long waiting,
    long delayed,
    long running,
    long failed,
    Duration oldestWait,
    int nodes,
    boolean paused) {}
