package com.quittance.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A job that ran and whose outcome is written.
 *
 * @param attempt from 1
 * @param took until its listener ended, not until the database knew
 */
public record FinishedJob(
    UUID id,
    String listener,
    String queue,
    int attempt,
    Outcome outcome,
    Instant finishedAt,
    Duration took) {

  /** What became of it. */
  public enum Outcome {
    DONE,
    /** It failed and will be tried again. */
    RETRY,
    /** It was given up. */
    FAIL
  }
}
