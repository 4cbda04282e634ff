package com.quittance.relay.simulation;

import com.quittance.relay.QueueLimits;
import com.quittance.relay.Relay;
import com.quittance.relay.RelaySettings;
import com.quittance.relay.Scope;
import com.quittance.relay.TestBed;
import com.quittance.relay.queue.DatabaseNodes;
import com.quittance.relay.queue.DatabaseQueue;
import com.quittance.relay.queue.DueTime;
import com.quittance.relay.queue.Limits;
import com.quittance.relay.queue.Nodes;
import com.quittance.relay.queue.QueueConnection;
import com.quittance.relay.sql.Database;
import com.quittance.relay.test.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** PostgreSQL keeps the contract. */
class DatabaseQueueContractTest extends QueueContract {

  private final TestBed bed = new TestBed();
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-23T08:00:00Z"));
  private Relay relay;
  private DatabaseQueue queue;
  private DatabaseNodes nodes;

  @Override
  void open(QueueLimits front) {
    var map = Trade.map(null);
    relay =
        Relay.builder(map)
            .application(bed.application())
            .engine(bed.engine())
            .clock(clock)
            .settings(RelaySettings.defaults().withLimits(limits(front)))
            .steppedTime()
            .build();
    var database = new Database(bed.engine());
    var due = DueTime.stepped(clock);
    queue = new DatabaseQueue(database, due, relay.transactions(), new Limits(map, limits(front)));
    nodes = new DatabaseNodes(database, due);
  }

  @AfterEach
  void close() throws Exception {
    relay.close();
    bed.close();
  }

  @Override
  QueueConnection queue() {
    return queue;
  }

  @Override
  Nodes nodes() {
    return nodes;
  }

  @Override
  void announce(UUID tenant, Trade... events) {
    relay.transactions().run(Scope.of(tenant, "test", tenant), tx -> tx.announce(List.of(events)));
  }

  @Override
  void passTime(Duration time) {
    clock.advance(time);
  }

  @Override
  void silence(UUID node) {
    bed.execute(
        "update relay.node set seen_at = seen_at - interval '1 hour' where id = '" + node + "'");
  }

  @Override
  void age(UUID node) {
    bed.execute(
        "update relay.delivery set leased_at = leased_at - interval '1 hour' where owner = '"
            + node
            + "'");
  }

  @Override
  void weigh(UUID tenant, int weight, @Nullable Integer concurrency) {
    relay.lanes().set(tenant, "front", weight, concurrency);
  }

  @Override
  void pauseQueue(String name) {
    relay.pauses().pause(name);
  }

  @Override
  void pauseListener(String listener) {
    relay.pauses().pauseListener(listener);
  }

  @Override
  void resumeListener(String listener) {
    relay.pauses().resumeListener(listener);
  }

  @Override
  String state() {
    return "waiting %d running %d held %d failed %d done %d"
        .formatted(
            bed.count("relay.delivery where owner is null and held is null"),
            bed.count("relay.delivery where owner is not null"),
            bed.count("relay.delivery where owner is null and held is not null"),
            bed.count("relay.failed_job"),
            bed.count("relay.attempt where outcome = 'completed'"));
  }
}
