package com.quittance.relay.queue;

import java.time.Duration;
import java.time.Instant;

/** From when to when an attempt ran, by the clock of its node. */
public record Span(Instant started, Instant finished) {

  /** The end follows from the time that passed, so that no clock step makes it negative. */
  public static Span lasting(Instant started, long nanos) {
    return new Span(started, started.plus(Duration.ofNanos(Math.max(0, nanos))));
  }
}
