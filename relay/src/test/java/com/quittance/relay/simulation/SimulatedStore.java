package com.quittance.relay.simulation;

import com.quittance.relay.EventMap;
import com.quittance.relay.Listener;
import com.quittance.relay.QueueLimits;
import com.quittance.relay.RateLimit;
import com.quittance.relay.Scope;
import com.quittance.relay.event.Payloads;
import com.quittance.relay.queue.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tables of the engine, in memory, in an order that is always the same. One thread at a time.
 */
final class SimulatedStore {

  record Failed(Delivery delivery, int attempts, int crashes, String reason, String error) {}

  record Past(
      UUID delivery,
      long leaseNo,
      UUID event,
      String listener,
      int number,
      String outcome,
      UUID node,
      Instant finished,
      @Nullable String error) {}

  record Lane(int weight, @Nullable Integer concurrency) {}

  /** A row of the table of nodes. */
  static final class Node {
    Instant seenAt;
    long stale;

    Node(Instant seenAt) {
      this.seenAt = seenAt;
    }
  }

  /** What holds a listener back. */
  static final class ListenerState {
    boolean paused;
    @Nullable Instant retryAt; // null: its circuit is closed
    Duration openFor = Duration.ZERO;
    double tokens = Double.NaN; // full
    Instant filledAt = Instant.EPOCH;
  }

  private final Supplier<Instant> time;
  private final EventMap<?> map;
  private final Payloads payloads;
  private final Map<String, QueueLimits> limits;
  private final Map<UUID, Map<Long, Past>> past = new HashMap<>();
  private long lastId;

  final Map<UUID, Delivery> deliveries = new LinkedHashMap<>();
  final Map<UUID, Failed> failed = new LinkedHashMap<>();
  final Map<UUID, Integer> completed = new LinkedHashMap<>();
  final Map<UUID, Node> nodes = new LinkedHashMap<>();
  final Map<String, ListenerState> listeners = new TreeMap<>();
  final Map<UUID, Map<String, Lane>> lanes = new HashMap<>();
  final Set<String> pausedQueues = new TreeSet<>();
  final Set<String> circuits = new HashSet<>();

  /** By delivery: effects that were made in the transaction of its completion. */
  final Map<UUID, Integer> effects = new LinkedHashMap<>();

  /** All that ever was, but for what was forgotten. */
  final Set<UUID> created = new HashSet<>();

  SimulatedStore(Supplier<Instant> time, EventMap<?> map, Map<String, QueueLimits> limits) {
    this.time = time;
    this.map = map;
    this.payloads = new Payloads(map, JsonMapper.builder().build());
    this.limits = limits;
  }

  Instant now() {
    return time.get();
  }

  UUID newId() {
    return new UUID(0x0197_0000_0000_7000L, 0x8000_0000_0000_0000L | ++lastId);
  }

  QueueLimits limitsOf(String queue) {
    return limits.getOrDefault(queue, QueueLimits.NONE);
  }

  SortedMap<String, RateLimit> rates(String queue) {
    var rates = new TreeMap<String, RateLimit>();
    for (var listener : map.listeners()) {
      var rate = listener.rateLimit();
      if (rate != null && listener.queue().equals(queue)) {
        rates.put(listener.name(), rate);
      }
    }
    return rates;
  }

  Lane lane(UUID tenant, String queue) {
    return lanes
        .getOrDefault(tenant, Map.of())
        .getOrDefault(queue, new Lane(1, limitsOf(queue).perTenant()));
  }

  /** How many deliveries of a lane may run at once; null: any number. */
  @Nullable Integer limitOf(UUID tenant, String queue) {
    var own = lane(tenant, queue).concurrency();
    return own == null ? limitsOf(queue).perTenant() : own;
  }

  /** What the outbox does when the announcing transaction commits; answers the queues. */
  Set<String> announce(Scope scope, Collection<?> events) {
    var queues = new TreeSet<String>();
    for (var event : events) {
      var binding = map.bindingOf(event);
      var eventId = newId();
      var stored =
          new Job.Event(
              binding.type(),
              binding.version(),
              payloads.write(event),
              now(),
              scope.correlation(),
              null);
      for (var listener : binding.listeners()) {
        var key = uniqueKey(listener, event);
        if (key == null || !isTaken(scope.tenant(), listener.name(), key)) {
          add(
              new Delivery(
                  scope.tenant(),
                  newId(),
                  eventId,
                  listener.name(),
                  listener.queue(),
                  listener.priority(),
                  false,
                  stored,
                  key,
                  now()));
          queues.add(listener.queue());
        }
      }
    }
    return queues;
  }

  void add(Delivery delivery) {
    created.add(delivery.id);
    deliveries.put(delivery.id, delivery);
  }

  /** The delivery that tells a listener that one of its deliveries was given up. */
  void tell(Delivery gone) {
    add(
        new Delivery(
            gone.tenant,
            newId(),
            gone.eventId,
            gone.listener + EventMap.GAVE_UP,
            gone.queue,
            gone.priority,
            gone.replay,
            gone.event,
            null,
            now()));
  }

  void complete(Delivery delivery) {
    deliveries.remove(delivery.id);
    completed.merge(delivery.id, 1, Integer::sum);
  }

  /** What an operator does to a failed job; the lease number goes on. */
  void putBack(Failed job) {
    var old = job.delivery();
    var key = old.uniqueKey;
    if (key != null && isTaken(old.tenant, old.listener, key)) {
      return;
    }
    old.attempt = 0;
    old.crashes = 0;
    old.held = null;
    old.availableAt = now();
    failed.remove(old.id);
    deliveries.put(old.id, old);
  }

  /** Makes claimable what was set aside for that reason. */
  void release(String listener, String held) {
    for (var delivery : deliveries.values()) {
      if (delivery.owner == null
          && held.equals(delivery.held)
          && delivery.listener.equals(listener)) {
        delivery.held = null;
        delivery.availableAt = now();
      }
    }
  }

  /** Waits of minutes say nothing: what waits for its next try is due. */
  void hurryRetries() {
    for (var delivery : deliveries.values()) {
      if ("delay".equals(delivery.held)) {
        delivery.availableAt = now();
      }
    }
  }

  /** History never stands in the way of what it tells of: what is there already is left. */
  void record(
      Delivery delivery,
      int number,
      String outcome,
      UUID node,
      Instant finished,
      @Nullable String error) {
    past.computeIfAbsent(delivery.id, _ -> new TreeMap<>())
        .putIfAbsent(
            delivery.leaseNo,
            new Past(
                delivery.id,
                delivery.leaseNo,
                delivery.eventId,
                delivery.listener,
                number,
                outcome,
                node,
                finished,
                error));
  }

  List<Past> historyOf(UUID delivery) {
    return List.copyOf(past.getOrDefault(delivery, Map.of()).values());
  }

  List<Past> history() {
    var all = new ArrayList<Past>();
    past.values().forEach(it -> all.addAll(it.values()));
    return all;
  }

  boolean isAlive(UUID node, Duration lease) {
    var row = nodes.get(node);
    return row != null && row.seenAt.isAfter(now().minus(lease));
  }

  long running(String queue) {
    return deliveries.values().stream()
        .filter(it -> it.owner != null && it.queue.equals(queue))
        .count();
  }

  long running(String queue, UUID tenant) {
    return deliveries.values().stream()
        .filter(it -> it.owner != null && it.queue.equals(queue) && it.tenant.equals(tenant))
        .count();
  }

  /** In how many places a delivery is. One, if all is well. */
  int placesOf(UUID id) {
    return (deliveries.containsKey(id) ? 1 : 0)
        + (failed.containsKey(id) ? 1 : 0)
        + completed.getOrDefault(id, 0);
  }

  boolean isLocked(Delivery delivery) {
    var lock = delivery.lock;
    return lock != null && !lock.isOver(now());
  }

  private boolean isTaken(UUID tenant, String listener, String key) {
    return deliveries.values().stream()
        .anyMatch(
            it ->
                it.tenant.equals(tenant)
                    && it.listener.equals(listener)
                    && key.equals(it.uniqueKey));
  }

  @SuppressWarnings("unchecked") // the map binds listeners to events they accept
  private static @Nullable String uniqueKey(Listener<?> listener, Object event) {
    return ((Listener<Object>) listener).uniqueBy(event);
  }
}
