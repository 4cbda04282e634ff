package com.quittance.bench.relay;

import com.quittance.bench.relay.TwoListeners.Happened;
import com.quittance.relay.Relay;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/** What announcing costs: round trips for one event, and a bulk beside COPY of the same rows. */
final class Enqueueing implements RelayBench.Section {

  private static final int EVENTS = 10_000;
  private static final int ROUNDS = 7;

  @Override
  public Map<String, Object> run() throws Exception {
    var figures = new LinkedHashMap<String, Object>();
    try (var database = new BenchDatabase()) {
      var counted = new CountingSource(database.application());
      try (var relay =
          Relay.builder(TwoListeners.map(_ -> {}))
              .application(counted.source())
              .engine(database.engine())
              .build()) {
        var bare = roundTrips(counted, relay, 0);
        var one = roundTrips(counted, relay, 1);
        System.out.printf("a transaction: %d round trips, with an event: %d%n", bare, one);
        figures.put("enqueue_round_trips", one - bare);
        figures.putAll(bulk(database, relay));
      }
    }
    return figures;
  }

  private static long roundTrips(CountingSource counted, Relay relay, int events) {
    var before = counted.sent();
    announce(relay, events);
    return counted.sent() - before;
  }

  private static void announce(Relay relay, int events) {
    var tenant = UuidV7.from(Clock.systemUTC());
    var all = IntStream.range(0, events).mapToObj(Happened::new).toList();
    relay.transactions().run(Scope.of(tenant, "bench", tenant), tx -> tx.announce(all));
  }

  private static Map<String, Object> bulk(BenchDatabase database, Relay relay) throws Exception {
    var announced = new ArrayList<Double>();
    var copied = new ArrayList<Double>();
    try (var connection = database.admin().connect()) {
      for (int round = -2; round < ROUNDS; round++) {
        var begin = System.nanoTime();
        announce(relay, EVENTS);
        var middle = System.nanoTime();
        var rows = take(connection);
        var again = System.nanoTime();
        copy(connection, rows);
        var end = System.nanoTime();
        if (round >= 0) {
          announced.add(EVENTS / ((middle - begin) / 1e9));
          copied.add(EVENTS / ((end - again) / 1e9));
        }
      }
    }
    var ratio = Figures.median(announced) / Figures.median(copied);
    System.out.printf(
        "%,d events with two deliveries each in one transaction: %,.0f events/s, by COPY %,.0f/s%n",
        EVENTS, Figures.median(announced), Figures.median(copied));
    return Map.of(
        "bulk_events_per_s",
        Math.round(Figures.median(announced)),
        "bulk_ratio_to_copy",
        Figures.rounded(ratio));
  }

  /** The rows as COPY writes them, taken out of the tables. */
  private static List<String> take(Connection connection) throws SQLException, java.io.IOException {
    var copies = connection.unwrap(PGConnection.class).getCopyAPI();
    var events = new java.io.StringWriter();
    var deliveries = new java.io.StringWriter();
    copies.copyOut("copy (select * from relay.event) to stdout", events);
    copies.copyOut(
        "copy (select tenant_id, id, event_id, listener, queue, priority, available_at"
            + " from relay.delivery) to stdout",
        deliveries);
    empty(connection);
    return List.of(events.toString(), deliveries.toString());
  }

  private static void copy(Connection connection, List<String> rows) throws Exception {
    var copies = connection.unwrap(PGConnection.class).getCopyAPI();
    connection.setAutoCommit(false);
    copies.copyIn("copy relay.event from stdin", new StringReader(rows.get(0)));
    copies.copyIn(
        "copy relay.delivery (tenant_id, id, event_id, listener, queue, priority, available_at)"
            + " from stdin",
        new StringReader(rows.get(1)));
    connection.commit();
    connection.setAutoCommit(true);
    empty(connection);
  }

  private static void empty(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("truncate relay.event, relay.delivery");
    }
  }
}
