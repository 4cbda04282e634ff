package com.quittance.relay.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far back PostgreSQL must remember. While a transaction is open, nothing that was done with
 * after its beginning can be removed, and claims wade through it.
 *
 * @param deadDeliveries rows of deliveries that are done with and not removed, as far as counted
 * @param oldestTransaction how long it has been open; null: none is
 * @param oldestPid its session; 0: it is a prepared one
 * @param xminAge how many transactions ago is what must still be remembered; null: nothing must
 * @param xminHolder who needs it, such as a replication slot
 */
public record Horizon(
    long deadDeliveries,
    long liveDeliveries,
    @Nullable Instant lastVacuum,
    @Nullable Duration oldestTransaction,
    int oldestPid,
    @Nullable String oldestState,
    @Nullable Long xminAge,
    @Nullable String xminHolder) {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final long MANY = 100_000;
  private static final long LONG_AGO = 1_000_000;

  /** What an operator should do something about, a sentence each. */
  public List<String> warnings() {
    var warnings = new ArrayList<String>();
    if (oldestTransaction != null && oldestTransaction.compareTo(LONG) > 0) {
      warnings.add(
          "A transaction has been open for %d minutes (session %d, %s): until it ends nothing that is done with can be removed, and claims grow slower. End it, or pg_terminate_backend(%2$d)."
              .formatted(oldestTransaction.toMinutes(), oldestPid, oldestState));
    }
    if (xminAge != null && xminAge > LONG_AGO) {
      warnings.add(
          "The %s needs what was %d transactions ago: until it moves on nothing that is done with since can be removed, and claims grow slower."
              .formatted(xminHolder, xminAge));
    }
    if (deadDeliveries > MANY && deadDeliveries > 5 * liveDeliveries) {
      warnings.add(
          "%d dead rows lie in relay.delivery beside %d live ones (last vacuum: %s): look for old transactions, replication slots, or autovacuum turned off."
              .formatted(
                  deadDeliveries, liveDeliveries, lastVacuum == null ? "never" : lastVacuum));
    }
    return List.copyOf(warnings);
  }
}
