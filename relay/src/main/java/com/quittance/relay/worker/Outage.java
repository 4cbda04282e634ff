package com.quittance.relay.worker;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits out a database that does not answer; tells it once when it goes and once when it is back.
 */
final class Outage {

  /** A question to the database. */
  @FunctionalInterface
  interface Ask {
    void run() throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final long NONE = Long.MIN_VALUE;

  private final AtomicLong since = new AtomicLong(NONE);

  void noticed(SQLException failure) {
    if (since.compareAndSet(NONE, System.nanoTime())) {
      LOG.warn("the database refuses, work waits until it answers: {}", failure.toString());
    }
    LOG.debug("the database refuses", failure);
  }

  void over() {
    var began = since.get();
    if (began != NONE && since.compareAndSet(began, NONE)) {
      LOG.info("the database answers again after {} ms", (System.nanoTime() - began) / 1_000_000);
    }
  }

  /** Asks again and again, less and less often, until answered or told to stop. False: stopped. */
  boolean untilAnswered(Signal nudge, BooleanSupplier stop, Ask ask) {
    var wait = Duration.ofMillis(100);
    while (true) {
      try {
        ask.run();
        over();
        return true;
      } catch (SQLException failure) {
        noticed(failure);
      }
      if (stop.getAsBoolean()) {
        return false;
      }
      nudge.await(wait);
      wait =
          wait.multipliedBy(2).compareTo(Duration.ofSeconds(3)) > 0 ? wait : wait.multipliedBy(2);
    }
  }
}
