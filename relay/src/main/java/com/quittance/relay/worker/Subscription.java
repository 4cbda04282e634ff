package com.quittance.relay.worker;

import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import com.quittance.relay.worker.Host.Signal;
import com.quittance.relay.worker.Host.Task;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/** Hears what other nodes have committed. Without it, queues are found by polling. */
final class Subscription {

  private static final int PATIENCE_MILLIS = 200;

  private final Database database;
  private final String self;
  private final Outage outage;
  private final Consumer<Set<String>> wake;
  private final Signal nudge;
  private final Task thread;
  private volatile boolean stopped;

  Subscription(
      Host host, Database database, String self, Outage outage, Consumer<Set<String>> wake) {
    this.nudge = host.signal();
    this.thread = host.duty("relay-subscription", this::loop);
    this.database = database;
    this.self = self;
    this.outage = outage;
    this.wake = wake;
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    nudge.raise();
  }

  /** Until it has given its connection back. */
  void join(Duration atMost) throws InterruptedException {
    thread.join(atMost);
  }

  private void loop() {
    while (!stopped) {
      try {
        database.with(this::listen);
      } catch (SQLException failure) {
        outage.noticed(failure);
        nudge.await(Duration.ofSeconds(1));
      }
    }
  }

  private boolean listen(Connection connection) throws SQLException {
    var postgres = connection.unwrap(PGConnection.class);
    Sql.of(connection, "listen " + Notifier.CHANNEL).run();
    try {
      while (!stopped) {
        var heard = postgres.getNotifications(PATIENCE_MILLIS);
        for (int i = 0; heard != null && i < heard.length; i++) {
          var parts = heard[i].getParameter().split(" ", 2);
          if (parts.length == 2 && !parts[0].equals(self)) {
            wake.accept(Set.of(parts[1]));
          }
        }
      }
      return true;
    } finally {
      if (!connection.isClosed()) {
        Sql.of(connection, "unlisten " + Notifier.CHANNEL).run();
      }
    }
  }
}
