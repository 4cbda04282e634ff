package com.quittance.relay.monitor;

import com.quittance.relay.UncheckedSqlException;
import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a working node looks after beside its deliveries. Harmless on several nodes at once. */
public final class Housekeeping implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Database database;
  private final Monitor monitor;
  private final Sweeper sweeper;
  private final Set<String> told = new HashSet<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("relay-housekeeping").daemon().factory());

  /**
   * @param done how many deliveries this node has finished
   */
  public Housekeeping(Database database, Monitor monitor, LongSupplier done) {
    this.database = database;
    this.monitor = monitor;
    this.sweeper = new Sweeper(database, monitor, done);
  }

  public void start() {
    clock.scheduleWithFixedDelay(
        () -> quietly(this::run), EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    clock.scheduleWithFixedDelay(() -> quietly(sweeper::sweep), 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void run() {
    warn(monitor.horizon().warnings());
    forgetKeys();
  }

  /** What is thrown further ends the duty for ever. */
  private static void quietly(Runnable duty) {
    try {
      duty.run();
    } catch (UncheckedSqlException refused) {
      LOG.debug("no housekeeping this time", refused);
    } catch (RuntimeException bug) {
      LOG.error("housekeeping failed, and goes on", bug);
    }
  }

  /** Once each time it begins: the number of minutes changes, its first words do not. */
  private void warn(List<String> warnings) {
    var kinds = new HashSet<String>();
    for (var warning : warnings) {
      var kind = warning.replaceAll("[0-9]+", "#");
      kinds.add(kind);
      if (!told.contains(kind)) {
        LOG.warn("{}", warning);
      }
    }
    told.clear();
    told.addAll(kinds);
  }

  /** A key whose time is over is as good as none. */
  private void forgetKeys() {
    database.ask(
        c ->
            Sql.of(
                    c,
                    """
                    delete from relay.unique_window w where w.ctid = any (array (
                      select u.ctid from relay.unique_window u
                      where u.until < now() - interval '1 hour' limit 10000))
                    """)
                .update());
  }
}
