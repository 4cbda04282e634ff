package com.quittance.relay.worker;

/** How a run ended, before anything is written about it. */
sealed interface Result {

  /** The listener returned; the engine completes the delivery. */
  record Returned() implements Result {}

  /** The listener completed the delivery in its own transaction. */
  record Completed() implements Result {}

  /** The listener tried to, and the delivery was no longer its own. */
  record Stale() implements Result {}

  record Threw(Throwable failure) implements Result {}

  /** There is nothing to run; trying again would not help. */
  record Unrunnable(String reason, String message) implements Result {}
}
