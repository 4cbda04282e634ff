package com.quittance.relay.simulation;

import java.time.Duration;
import java.time.Instant;

/** A transaction that holds locks: until it ends, or until nothing has happened in it for long. */
final class OpenTransaction {

  private final Duration idleLimit;
  private Instant lastUsed;
  private boolean over;

  OpenTransaction(Duration idleLimit, Instant now) {
    this.idleLimit = idleLimit;
    this.lastUsed = now;
  }

  boolean isOver(Instant now) {
    return over || lastUsed.plus(idleLimit).isBefore(now);
  }

  void used(Instant now) {
    lastUsed = now;
  }

  void end() {
    over = true;
  }
}
