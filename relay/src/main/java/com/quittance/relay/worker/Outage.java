package com.quittance.relay.worker;

import com.quittance.relay.worker.Host.Signal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
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

  /**
   * Connections, transactions in an invalid state (a connection cut half-way), conflicts between
   * transactions, resources, objects in use, operators, the system.
   */
  private static final Set<String> PASSING = Set.of("08", "25", "40", "53", "55", "57", "58");

  private final Host host;
  private final AtomicLong since = new AtomicLong(NONE);

  Outage(Host host) {
    this.host = host;
  }

  void noticed(SQLException failure) {
    if (since.compareAndSet(NONE, host.nanoTime())) {
      LOG.warn("the database refuses, work waits until it answers: {}", failure.toString());
    }
    LOG.debug("the database refuses", failure);
  }

  /** Whether it may be answered later: by SQLSTATE, appendix A of PostgreSQL's documentation. */
  static boolean passes(SQLException failure) {
    var state = failure.getSQLState();
    return state == null || PASSING.contains(state.substring(0, Math.min(2, state.length())));
  }

  void over() {
    var began = since.get();
    if (began != NONE && since.compareAndSet(began, NONE)) {
      LOG.info("the database answers again after {} ms", (host.nanoTime() - began) / 1_000_000);
    }
  }

  /**
   * Asks again and again, less and less often, until answered or told to stop. False: stopped.
   *
   * @throws SQLException when it answers, but with a refusal that waiting does not change
   */
  boolean untilAnswered(Signal nudge, BooleanSupplier stop, Ask ask) throws SQLException {
    var wait = Duration.ofMillis(100);
    while (true) {
      try {
        ask.run();
        over();
        return true;
      } catch (SQLException failure) {
        if (!passes(failure)) {
          throw failure;
        }
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
