package com.quittance.client;

import java.time.Duration;

/** Waits; in tests it notes how long it should have. */
@FunctionalInterface
public interface Waiting {

  /**
   * Returns after this time.
   *
   * @throws InterruptedException when the thread is interrupted meanwhile
   */
  void await(Duration time) throws InterruptedException;
}
