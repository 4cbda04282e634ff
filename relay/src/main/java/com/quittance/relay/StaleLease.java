package com.quittance.relay;

import java.util.UUID;

/**
 * The delivery is no longer this attempt's: it timed out, or its node was taken for dead, and
 * another attempt may be running. Nothing of this attempt's transaction stays. Let it pass through.
 */
public final class StaleLease extends RuntimeException {

  public StaleLease(UUID delivery) {
    super("delivery %s is no longer held by this attempt".formatted(delivery));
  }
}
