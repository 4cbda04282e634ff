package com.quittance.relay;

import java.time.Instant;
import java.util.UUID;
import java.util.function.BiConsumer;

/** One run of a listener for one event. */
public final class Attempt {

  private final UUID job;
  private final UUID event;
  private final int number;
  private final boolean replay;
  private final Scope scope;
  private final Instant occurredAt;
  private final Instant startedAt;
  private final BiConsumer<Scope, TxVoid> completion;
  private boolean completed;

  /**
   * Made by the engine, and by tests of listeners.
   *
   * @param number from 1
   * @param replay whether an operator asked for it again
   * @param completion runs the work in one transaction with the completion of the delivery
   */
  public Attempt(
      UUID job,
      UUID event,
      int number,
      boolean replay,
      Scope scope,
      Instant occurredAt,
      Instant startedAt,
      BiConsumer<Scope, TxVoid> completion) {
    this.job = job;
    this.event = event;
    this.number = number;
    this.replay = replay;
    this.scope = scope;
    this.occurredAt = occurredAt;
    this.startedAt = startedAt;
    this.completion = completion;
  }

  /** The delivery: the same in all attempts of this listener for this event. */
  public UUID job() {
    return job;
  }

  public UUID event() {
    return event;
  }

  /** From 1. A crash of the node is not an attempt. */
  public int number() {
    return number;
  }

  /**
   * Whether an operator asked for this delivery again, after it or another of this listener for
   * this event. What must not happen twice, such as a letter, is left out then.
   */
  public boolean isReplay() {
    return replay;
  }

  /** For transactions of the listener: the event's tenant and correlation, caused by the event. */
  public Scope scope() {
    return scope;
  }

  public Instant occurredAt() {
    return occurredAt;
  }

  public Instant startedAt() {
    return startedAt;
  }

  /**
   * Does the work in one transaction with the completion of this delivery: its database effects
   * happen exactly once, whatever dies. Events may be announced. Call it last, once.
   *
   * @throws StaleLease when the delivery is no longer held; nothing has been changed
   */
  public void complete(TxVoid work) {
    if (completed) {
      throw new IllegalStateException("delivery %s is already completed".formatted(job));
    }
    completion.accept(scope, work);
    completed = true;
  }

  public boolean isCompleted() {
    return completed;
  }
}
