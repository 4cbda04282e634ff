package com.quittance.bench.relay;

import com.quittance.bench.relay.TwoListeners.Happened;
import com.quittance.relay.Relay;
import com.quittance.relay.RelaySettings;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Jobs a second under a steady offer, without and with a transaction open that pins the horizon.
 */
final class OldTransaction implements RelayBench.Section {

  private static final int OFFERED = 800; // deliveries a second
  private static final int SECONDS = Integer.getInteger("bench.pinned", 60);

  @Override
  public Map<String, Object> run() throws Exception {
    try (var database = new BenchDatabase();
        var old = database.admin().connect();
        var relay =
            Relay.builder(TwoListeners.map(_ -> {}))
                .application(database.application())
                .engine(database.engine())
                .settings(RelaySettings.defaults().withConcurrency(64, Map.of()))
                .build()) {
      relay.start();
      throughput(relay, 10);
      var free = throughput(relay, SECONDS / 2);
      pin(old);
      var pinned = throughput(relay, SECONDS);
      old.rollback();
      System.out.printf(
          Locale.ROOT,
          "offered %d/s: %.0f/s, with a transaction open for %d s %.0f/s%n",
          OFFERED,
          free,
          SECONDS,
          pinned);
      return Map.of("pinned_xmin_ratio", Figures.rounded(pinned / free));
    }
  }

  private static void pin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (var statement = connection.createStatement()) {
      statement.executeQuery("select count(*) from relay.node").close();
    }
  }

  /** Offers events in steps of 10 ms; what is not done by the end does not count. */
  private static double throughput(Relay relay, int seconds) {
    var tenant = UuidV7.from(Clock.systemUTC());
    var before = relay.report().completed();
    var begin = System.nanoTime();
    var steps = seconds * 100;
    for (int step = 0; step < steps; step++) {
      var number = step;
      relay
          .transactions()
          .run(
              Scope.of(tenant, "bench", tenant),
              tx -> {
                for (int n = 0; n < OFFERED / 2 / 100; n++) {
                  tx.announce(new Happened(number));
                }
              });
      var next = begin + (step + 1) * 10_000_000L;
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
    return (relay.report().completed() - before) / ((System.nanoTime() - begin) / 1e9);
  }
}
