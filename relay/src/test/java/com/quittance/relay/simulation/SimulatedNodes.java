package com.quittance.relay.simulation;

import com.quittance.relay.queue.Nodes;
import com.quittance.relay.simulation.SimulatedQueue.Pass;
import com.quittance.relay.simulation.SimulatedStore.Failed;
import com.quittance.relay.simulation.SimulatedStore.Node;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Nodes in memory, by the store's time. */
class SimulatedNodes implements Nodes {

  private static final int MOST = 1000;

  protected final SimulatedStore store;
  private final Audit audit;
  private final Pass pass;

  SimulatedNodes(SimulatedStore store, Audit audit, Pass pass) {
    this.store = store;
    this.audit = audit;
    this.pass = pass;
  }

  /** Whether what the node holds may be taken from it. */
  protected boolean isDead(UUID node, Duration lease) {
    return !store.isAlive(node, lease);
  }

  @Override
  public void register(UUID id, String name, Collection<String> queues) throws SQLException {
    if (store.nodes.containsKey(id)) {
      throw new Refused("23505", "node %s is there already".formatted(id));
    }
    store.nodes.put(id, new Node(store.now()));
  }

  @Override
  public boolean renew(UUID id, Duration lease, long stale, int stuck) {
    if (!store.isAlive(id, lease)) {
      return false;
    }
    var node = store.nodes.get(id);
    node.seenAt = store.now();
    node.stale = stale;
    return true;
  }

  @Override
  public void remove(UUID id) {
    store.nodes.remove(id);
  }

  @Override
  public int handOver(UUID id) {
    return putBack(id, owned(id));
  }

  private int putBack(UUID id, List<Delivery> chosen) {
    while (chosen.stream().anyMatch(it -> store.isLocked(it))) {
      pass.by();
    }
    var back =
        chosen.stream()
            .filter(it -> store.deliveries.containsKey(it.id) && id.equals(it.owner))
            .toList();
    for (var delivery : back) {
      delivery.takeBack();
      store.record(delivery, delivery.attempt + 1, "released", id, store.now(), null);
    }
    return back.size();
  }

  @Override
  public int putBackUnheard(UUID id, Duration heldFor, Collection<UUID> known) {
    var before = store.now().minus(heldFor);
    return putBack(
        id,
        owned(id).stream()
            .filter(it -> it.leasedAt != null && it.leasedAt.isBefore(before))
            .filter(it -> !known.contains(it.id))
            .toList());
  }

  @Override
  public Rescued rescue(Duration lease, int crashLimit, List<String> givingUp) {
    var lost =
        store.deliveries.values().stream()
            .filter(it -> it.owner != null && isDead(it.owner, lease) && !store.isLocked(it))
            .limit(MOST)
            .toList();
    var quarantined = 0;
    for (var delivery : lost) {
      var dead = delivery.owner;
      if (dead == null) {
        continue;
      }
      audit.rescued(delivery, dead, lease);
      store.record(
          delivery,
          delivery.attempt + 1,
          "crashed",
          dead,
          store.now(),
          "the node was no longer seen");
      delivery.takeBack();
      delivery.crashes++;
      if (delivery.crashes >= crashLimit) {
        quarantined++;
        quarantine(delivery, givingUp.contains(delivery.listener));
      }
    }
    return new Rescued(lost.size() - quarantined, quarantined);
  }

  private void quarantine(Delivery delivery, boolean hook) {
    store.deliveries.remove(delivery.id);
    var error = "its node died %d times while it ran".formatted(delivery.crashes);
    store.failed.put(
        delivery.id, new Failed(delivery, delivery.attempt, delivery.crashes, "crashed", error));
    if (hook) {
      store.tell(delivery);
    }
  }

  @Override
  public void prune(Duration unseenFor) {
    var from = store.now().minus(unseenFor);
    store.nodes.values().removeIf(it -> it.seenAt.isBefore(from));
  }

  @Override
  public void makePartitions(int monthsAhead) {}

  private List<Delivery> owned(UUID node) {
    return store.deliveries.values().stream().filter(it -> node.equals(it.owner)).toList();
  }
}
