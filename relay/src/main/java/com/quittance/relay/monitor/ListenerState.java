package com.quittance.relay.monitor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What holds a listener back, on all nodes.
 *
 * @param queue null: no listener of this program has the name
 * @param openSince since when its circuit is open, because it kept failing; null: closed
 * @param retryAt when an open circuit lets one delivery through; null: closed
 * @param failures in a row, when the circuit opened
 * @param held deliveries set aside until it goes on, or its rate limit gives room
 */
public record ListenerState(
    String listener,
    @Nullable String queue,
    boolean paused,
    @Nullable Instant openSince,
    @Nullable Instant retryAt,
    int failures,
    @Nullable String lastError,
    long held) {

  public boolean isOpen() {
    return openSince != null;
  }
}
