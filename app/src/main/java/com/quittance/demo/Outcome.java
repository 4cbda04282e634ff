package com.quittance.demo;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What the demo came to.
 *
 * @param ok whether every expected effect was found
 * @param token to the demo tenant's data
 */
public record Outcome(
    boolean ok,
    UUID tenant,
    String url,
    String token,
    String mail,
    int invoices,
    List<Scenario> scenarios) {

  /** One story, what happened in it, and what was expected of it. */
  public record Scenario(String name, boolean ok, List<Moment> timeline, List<Check> checks) {}

  /**
   * One line of a timeline: an event, or a listener's attempt.
   *
   * @param tookMs 0 for an event
   */
  public record Moment(
      Instant at, String event, String listener, int attempt, String outcome, long tookMs) {

    boolean isEvent() {
      return listener.isEmpty();
    }
  }

  /** Something that had to be true. */
  public record Check(String what, boolean ok) {}
}
