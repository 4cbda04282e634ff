package com.quittance.relay.simulation;

import com.quittance.relay.EventMap;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Listener;
import com.quittance.relay.queue.Claimed;
import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.QueueConnection.GiveUp;
import com.quittance.relay.simulation.SimulatedStore.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** What must hold at every moment, judged by the tables alone and not by who changes them. */
final class Audit {

  /** In rounds: how far two lanes that both have a backlog may drift apart on one node. */
  private static final double FAIRNESS = 3.0;

  private record Worker(UUID node, String queue) {}

  private record Pair(UUID one, UUID other) {}

  /** How far ahead the one lane is of the other, in rounds, since both have a backlog. */
  private static final class Drift {
    private double at;
    private double least;
    private double most;

    double move(double by) {
      at += by;
      least = Math.min(least, at);
      most = Math.max(most, at);
      return most - least;
    }
  }

  private final Map<Worker, Map<Pair, Drift>> drifts = new HashMap<>();
  private SimulatedStore store;
  private final Consumer<String> broken;

  /**
   * @param broken told of what does not hold
   */
  Audit(Consumer<String> broken) {
    this.broken = broken;
    this.store = new SimulatedStore(() -> java.time.Instant.EPOCH, Trade.map(null), Map.of());
  }

  /** For stores that nobody audits. */
  static Audit none() {
    return new Audit(_ -> {});
  }

  void of(SimulatedStore audited) {
    this.store = audited;
  }

  /** A delivery is about to be changed in the name of a job. */
  void late(Job job, Delivery delivery) {
    if (delivery.leaseNo != job.leaseNo() || !job.owner().equals(delivery.owner)) {
      broken.accept(
          "late: lease %d of %s changed %s, which has lease %d"
              .formatted(job.leaseNo(), job.listener(), delivery.id, delivery.leaseNo));
    }
  }

  /** A delivery is about to be taken from a node. */
  void rescued(Delivery delivery, UUID node, Duration lease) {
    if (store.isAlive(node, lease)) {
      broken.accept("taken from the living: %s of %s".formatted(delivery.id, delivery.listener));
    }
  }

  /** Its listener's tries are not used up, and it waits as long as that says. */
  void retried(Job job, Duration wait) {
    if (job.listener().endsWith(EventMap.GAVE_UP)) {
      return;
    }
    var retry = listener(job).retry();
    var least = retry.waitAfter(job.number(), 0);
    var most = retry.waitAfter(job.number(), 1);
    if (job.number() >= retry.tries() || wait.compareTo(least) < 0 || wait.compareTo(most) > 0) {
      broken.accept(
          "attempt %d of %s is made again after %s".formatted(job.number(), job.listener(), wait));
    }
  }

  /** All its tries are used up, and who wants to hear of it will. */
  void gaveUp(Job job, GiveUp why) {
    if (job.listener().endsWith(EventMap.GAVE_UP)) {
      return;
    }
    var listener = listener(job);
    var early =
        List.of("tries_exhausted", "timed_out").contains(why.reason())
            && job.number() != listener.retry().tries();
    if (early || why.hook() != listener instanceof GivesUp) {
      broken.accept(
          "%s is given up after attempt %d, told: %s"
              .formatted(job.listener(), job.number(), why.hook()));
    }
  }

  private static Listener<?> listener(Job job) {
    return Trade.map(null).listeners().stream()
        .filter(it -> it.name().equals(job.listener()))
        .findFirst()
        .orElseThrow();
  }

  void claimed(String queue) {
    var limits = store.limitsOf(queue);
    var running = store.running(queue);
    if (limits.overall() != null && running > limits.overall()) {
      broken.accept("%d run in %s, allowed are %d".formatted(running, queue, limits.overall()));
    }
    var perTenant = limits.perTenant();
    if (perTenant != null) {
      for (var tenant : tenants()) {
        var its = store.running(queue, tenant);
        if (its > perTenant) {
          broken.accept("%d of one tenant run in %s, not %d".formatted(its, queue, perTenant));
        }
      }
    }
  }

  /** The lanes of a queue that have something to claim. */
  Set<UUID> backlog(String queue) {
    var lanes = new HashSet<UUID>();
    for (var delivery : store.deliveries.values()) {
      if (delivery.isReady() && delivery.queue.equals(queue)) {
        lanes.add(delivery.tenant);
      }
    }
    return lanes;
  }

  /**
   * Deficit round-robin's promise: over any time in which two lanes both have a backlog, a worker
   * serves them in proportion to their weights, but for a round or two.
   *
   * @param before the lanes that had a backlog before the claim
   */
  void served(UUID node, String queue, Set<UUID> before, Claimed claimed) {
    var worker = new Worker(node, queue);
    if (claimed.setAside() > 0 || store.limitsOf(queue).perTenant() != null) {
      forget(node, queue);
      return;
    }
    var both = new ArrayList<>(before);
    both.retainAll(backlog(queue));
    both.sort(Delivery.UUIDS);
    var old = drifts.getOrDefault(worker, Map.of());
    var now = new HashMap<Pair, Drift>();
    for (int i = 0; i < both.size(); i++) {
      for (int j = i + 1; j < both.size(); j++) {
        var pair = new Pair(both.get(i), both.get(j));
        var drift = old.getOrDefault(pair, new Drift());
        now.put(pair, drift);
        var by = rounds(claimed, pair.one, queue) - rounds(claimed, pair.other, queue);
        var apart = drift.move(by);
        if (apart > FAIRNESS + 1e-9) {
          broken.accept("unfair: two lanes of %s drift %s rounds apart".formatted(queue, apart));
        }
      }
    }
    drifts.put(worker, now);
  }

  /** A claim's answer was lost, and with it the rotation's progress. */
  void forget(UUID node, String queue) {
    drifts.remove(new Worker(node, queue));
  }

  /** A delivery that was made is in exactly one place. */
  void everythingIsSomewhere() {
    for (var id : store.created) {
      var places = store.placesOf(id);
      if (places != 1) {
        broken.accept("delivery %s is in %d places".formatted(id, places));
      }
    }
  }

  /** Effects are made with the completion, once, and with nothing else. */
  void effectsAreMadeOnce(Set<String> withEffect) {
    store.effects.forEach(
        (id, times) -> {
          if (times != 1 || !store.completed.containsKey(id)) {
            broken.accept("delivery %s has had its effect %d times".formatted(id, times));
          }
        });
    for (var past : store.history()) {
      if (past.outcome().equals("completed")
          && withEffect.contains(past.listener())
          && !store.effects.containsKey(past.delivery())) {
        broken.accept("delivery %s is done without its effect".formatted(past.delivery()));
      }
    }
  }

  private double rounds(Claimed claimed, UUID tenant, String queue) {
    var served = claimed.jobs().stream().filter(it -> it.tenant().equals(tenant)).count();
    Lane lane = store.lane(tenant, queue);
    return (double) served / lane.weight();
  }

  private List<UUID> tenants() {
    return store.deliveries.values().stream().map(it -> it.tenant).distinct().toList();
  }
}
