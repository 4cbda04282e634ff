package com.quittance.relay.simulation;

import java.sql.SQLException;

/**
 * What a store answers that cannot be reached or does not want to. Made often, so without trace.
 */
final class Refused extends SQLException {

  Refused(String state, String message) {
    super(message, state);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
