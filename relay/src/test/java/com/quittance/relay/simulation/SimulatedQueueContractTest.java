package com.quittance.relay.simulation;

import com.quittance.relay.QueueLimits;
import com.quittance.relay.Scope;
import com.quittance.relay.queue.Nodes;
import com.quittance.relay.queue.QueueConnection;
import com.quittance.relay.simulation.SimulatedStore.Lane;
import com.quittance.relay.simulation.SimulatedStore.ListenerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The simulated store keeps the contract. */
class SimulatedQueueContractTest extends QueueContract {

  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private SimulatedStore store;
  private SimulatedQueue queue;
  private SimulatedNodes nodes;

  @Override
  void open(QueueLimits front) {
    store = new SimulatedStore(() -> now, Trade.map(null), limits(front));
    queue = new SimulatedQueue(store, Audit.none(), Duration.ofSeconds(30), () -> {});
    nodes = new SimulatedNodes(store, Audit.none(), () -> {});
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
    store.announce(Scope.of(tenant, "test", tenant), List.of(events));
  }

  @Override
  void passTime(Duration time) {
    now = now.plus(time);
  }

  @Override
  void silence(UUID node) {
    store.nodes.get(node).seenAt = now.minusSeconds(3600);
  }

  @Override
  void age(UUID node) {
    store.deliveries.values().stream()
        .filter(it -> node.equals(it.owner))
        .forEach(it -> it.leasedAt = now.minusSeconds(3600));
  }

  @Override
  void weigh(UUID tenant, int weight, @Nullable Integer concurrency) {
    store.lanes.put(tenant, Map.of("front", new Lane(weight, concurrency)));
  }

  @Override
  void pauseQueue(String name) {
    store.pausedQueues.add(name);
  }

  @Override
  void pauseListener(String listener) {
    store.listeners.computeIfAbsent(listener, _ -> new ListenerState()).paused = true;
  }

  @Override
  void resumeListener(String listener) {
    store.listeners.get(listener).paused = false;
    store.release(listener, "pause");
  }

  @Override
  String state() {
    var all = store.deliveries.values();
    return "waiting %d running %d held %d failed %d done %d"
        .formatted(
            all.stream().filter(it -> it.owner == null && it.held == null).count(),
            all.stream().filter(it -> it.owner != null).count(),
            all.stream().filter(it -> it.owner == null && it.held != null).count(),
            store.failed.size(),
            store.completed.size());
  }
}
