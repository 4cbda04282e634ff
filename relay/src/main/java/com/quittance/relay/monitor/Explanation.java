package com.quittance.relay.monitor;

/** Why a delivery is not running, or what became of it, for a program and for a person. */
public record Explanation(Reason reason, String sentence) {

  /** What stands between the delivery and its run. */
  public enum Reason {
    PAUSED,
    LISTENER_PAUSED,
    CIRCUIT_OPEN,
    RATE_LIMITED,
    LIMITED,
    BATCH_NOT_DONE,
    NOT_YET_DUE,
    WAITING,
    NOT_SERVED,
    SUSPECT,
    RUNNING,
    NODE_LOST,
    FAILED,
    DONE,
    UNKNOWN
  }
}
