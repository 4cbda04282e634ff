package com.quittance.relay.monitor;

/** Where a delivery stands. */
public enum DeliveryState {
  /** Due, and not running. */
  WAITING,
  /** Not due yet: for a first time, a retry, its listener's rate or open circuit. */
  DELAYED,
  /** Until somebody resumes its listener, or its batch is done. */
  HELD,
  RUNNING,
  COMPLETED,
  /** In the failed store. */
  FAILED,
  /** Failed, and taken out of the failed store for good. */
  FORGOTTEN
}
