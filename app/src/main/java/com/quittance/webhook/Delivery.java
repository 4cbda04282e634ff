package com.quittance.webhook;

import com.quittance.webhook.Sender.Failure;
import com.quittance.webhook.Sender.Reply;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message for one endpoint.
 *
 * @param message the event's id, the same for all endpoints and attempts
 * @param body what is sent
 * @param round counts how often it was asked for
 * @param attempts in all rounds
 * @param nextAttemptAt null when none is planned
 * @param finishedAt null while it is pending
 */
public record Delivery(
    UUID id,
    UUID endpoint,
    UUID message,
    String type,
    String body,
    State state,
    int round,
    Instant roundBeganAt,
    int attempts,
    Instant createdAt,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant finishedAt) {

  /** How far it came. */
  public enum State {
    PENDING,
    DELIVERED,
    FAILED
  }

  /** One that is to be sent for the first time. */
  static Delivery first(
      UUID id, UUID endpoint, UUID message, String type, String body, Instant now) {
    return new Delivery(
        id, endpoint, message, type, body, State.PENDING, 1, now, 0, now, now, null);
  }

  /** Whether an attempt that was planned in that round is still wanted. */
  boolean awaits(int inRound) {
    return state == State.PENDING && round == inRound;
  }

  Delivery delivered(Instant now) {
    return with(State.DELIVERED, round, roundBeganAt, attempts + 1, null, now);
  }

  Delivery failed(int more, Instant now) {
    return with(State.FAILED, round, roundBeganAt, attempts + more, null, now);
  }

  Delivery triedAgainAt(Instant when) {
    return with(State.PENDING, round, roundBeganAt, attempts + 1, when, null);
  }

  /** Asked for once more, from the first attempt on. */
  Delivery again(Instant now) {
    return with(State.PENDING, round + 1, now, attempts, now, null);
  }

  private Delivery with(
      State newState,
      int newRound,
      Instant began,
      int made,
      @Nullable Instant next,
      @Nullable Instant finished) {
    return new Delivery(
        id, endpoint, message, type, body, newState, newRound, began, made, createdAt, next,
        finished);
  }

  /** What came of one attempt. */
  public record Attempted(
      int number,
      Instant at,
      @Nullable Integer status,
      @Nullable Failure failure,
      int durationMs,
      String excerpt) {

    static Attempted of(int number, Instant at, Reply reply) {
      return new Attempted(
          number,
          at,
          reply.status(),
          reply.failure(),
          Math.toIntExact(reply.took().toMillis()),
          reply.excerpt());
    }
  }
}
