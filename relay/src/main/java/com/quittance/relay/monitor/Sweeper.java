package com.quittance.relay.monitor;

import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what is done with removed as soon as there is much of it. Claims wade through dead rows, and
 * autovacuum comes once a minute, in which a busy node makes a million. Asks nothing while the node
 * does little. Used by one thread.
 */
final class Sweeper {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final long MANY = 20_000;
  private static final int LEAST_OFTEN = 32;

  private final Database database;
  private final Monitor monitor;
  private final LongSupplier done;
  private long swept;
  private int patience = 1;

  /**
   * @param done how many deliveries this node has finished
   */
  Sweeper(Database database, Monitor monitor, LongSupplier done) {
    this.database = database;
    this.monitor = monitor;
    this.done = done;
  }

  void sweep() {
    var now = done.getAsLong();
    if (now - swept < MANY * patience) {
      return;
    }
    swept = now;
    var before = monitor.horizon();
    // Where much waits there is more to read, and a dead row is met less often.
    if (before.deadDeliveries() < MANY / 2 + before.liveDeliveries() / 10) {
      return;
    }
    database.ask(c -> Sql.of(c, "vacuum (skip_locked, truncate false) relay.delivery").update());
    var left = monitor.horizon().deadDeliveries();
    // An old transaction keeps them all: trying harder would only cost more.
    patience = 2 * left > before.deadDeliveries() ? Math.min(2 * patience, LEAST_OFTEN) : 1;
    LOG.debug("of {} dead deliveries {} are left", before.deadDeliveries(), left);
  }
}
