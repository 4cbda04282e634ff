package com.quittance.relay.simulation;

import com.quittance.relay.Scope;
import com.quittance.relay.SimulatedTx;
import com.quittance.relay.StaleLease;
import com.quittance.relay.Tx;
import com.quittance.relay.TxVoid;
import com.quittance.relay.UncheckedSqlException;
import com.quittance.relay.queue.Claimed;
import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.Look;
import com.quittance.relay.queue.QueueConnection;
import com.quittance.relay.queue.Span;
import com.quittance.relay.queue.Turn;
import com.quittance.relay.simulation.SimulatedStore.Failed;
import com.quittance.relay.simulation.SimulatedStore.ListenerState;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries in memory. Each method is one statement: nothing comes between, but where it waits for
 * a lock, and inside {@link #completeWith}, which is a transaction.
 */
class SimulatedQueue implements QueueConnection {

  /** Called where others may go on meanwhile. */
  @FunctionalInterface
  interface Pass {
    void by();
  }

  protected final SimulatedStore store;
  protected final Audit audit;
  protected final Pass pass;
  private final Duration idleLimit;
  private final Map<Tx, Map<UUID, Integer>> effects = new HashMap<>();

  /**
   * @param idleLimit a transaction in which nothing happens for so long is ended
   * @param pass lets others go on
   */
  SimulatedQueue(SimulatedStore store, Audit audit, Duration idleLimit, Pass pass) {
    this.store = store;
    this.audit = audit;
    this.idleLimit = idleLimit;
    this.pass = pass;
  }

  /** The fence. */
  protected boolean holds(Delivery delivery, Job job) {
    return delivery.leaseNo == job.leaseNo() && job.owner().equals(delivery.owner);
  }

  @Override
  public Claimed claim(String queue, int limit, UUID owner, Turn turn) {
    var claimed = new SimulatedClaim(store, queue, limit, owner, turn).claim();
    audit.claimed(queue);
    return claimed;
  }

  @Override
  public Optional<Job> claimSuspect(String queue, UUID owner) {
    var overall = store.limitsOf(queue).overall();
    if (store.pausedQueues.contains(queue) || overall != null && store.running(queue) >= overall) {
      return Optional.empty();
    }
    var suspect =
        store.deliveries.values().stream()
            .filter(it -> it.isSuspect() && it.queue.equals(queue) && !store.isLocked(it))
            .filter(it -> !isHeld(it.listener) && hasRoom(it.tenant, queue))
            .min(Delivery.SUSPECTS);
    suspect.ifPresent(it -> it.give(owner, store.now()));
    return suspect.map(it -> it.job(isOpen(it.listener)));
  }

  @Override
  public Set<UUID> complete(Collection<Done> done) throws SQLException {
    awaitLocks(done.stream().map(Done::job).toList());
    var ours = new HashSet<UUID>();
    for (var one : done) {
      var delivery = held(one.job());
      if (delivery != null) {
        store.complete(delivery);
        store.record(
            delivery,
            one.job().number(),
            "completed",
            one.job().owner(),
            one.span().finished(),
            null);
        ours.add(delivery.id);
      }
    }
    return ours;
  }

  @Override
  public void completeWith(Job job, Scope scope, Supplier<Span> span, TxVoid work) {
    var delivery = lock(job);
    if (delivery == null) {
      throw new StaleLease(job.id());
    }
    var open = new OpenTransaction(idleLimit, store.now());
    delivery.lock = open;
    try {
      var tx = SimulatedTx.begin(scope);
      effects.put(tx, new HashMap<>());
      work.in(tx);
      pass.by();
      var ended = span.get();
      if (open.isOver(store.now())) {
        throw new UncheckedSqlException(new Refused("25P03", "the transaction was idle for long"));
      }
      commit(job, delivery, tx, ended);
    } catch (SQLException refused) {
      throw new UncheckedSqlException(refused);
    } finally {
      if (delivery.lock == open) {
        delivery.lock = null;
      }
      open.end();
    }
  }

  /** What a listener does in its transaction. */
  void effect(Tx tx, UUID job) {
    var made = effects.get(tx);
    if (made != null) {
      made.merge(job, 1, Integer::sum);
    }
  }

  private void commit(Job job, Delivery delivery, Tx tx, Span span) {
    audit.late(job, delivery);
    store.complete(delivery);
    store.record(delivery, job.number(), "completed", job.owner(), span.finished(), null);
    var made = effects.remove(tx);
    if (made != null) {
      made.forEach((id, times) -> store.effects.merge(id, times, Integer::sum));
    }
    store.announce(tx.scope(), SimulatedTx.announced(tx));
  }

  @Override
  public boolean retry(Job job, Span span, Failure failure, Duration wait, String error)
      throws SQLException {
    var delivery = lock(job);
    if (delivery == null) {
      return false;
    }
    audit.retried(job, wait);
    var outcome = failure == Failure.TIMEOUT ? "timed_out" : "retried";
    delivery.takeBack();
    delivery.attempt++;
    delivery.held = wait.isPositive() ? "delay" : null;
    delivery.availableAt = store.now().plus(wait);
    store.record(delivery, delivery.attempt, outcome, job.owner(), span.finished(), error);
    return true;
  }

  @Override
  public boolean release(Job job, Span span) throws SQLException {
    var delivery = lock(job);
    if (delivery == null) {
      return false;
    }
    delivery.takeBack();
    store.record(delivery, delivery.attempt + 1, "released", job.owner(), span.finished(), null);
    return true;
  }

  @Override
  public boolean giveUp(Job job, Span span, Failure failure, GiveUp why) throws SQLException {
    var delivery = lock(job);
    if (delivery == null) {
      return false;
    }
    audit.gaveUp(job, why);
    store.deliveries.remove(delivery.id);
    keep(job, delivery, span, failure, why);
    return true;
  }

  /** The half of giving up that writes what becomes of it. */
  protected final void keep(Job job, Delivery delivery, Span span, Failure failure, GiveUp why) {
    var outcome = failure == Failure.TIMEOUT ? "timed_out" : "failed";
    store.record(
        delivery, delivery.attempt + 1, outcome, job.owner(), span.finished(), why.message());
    delivery.takeBack();
    store.failed.put(
        delivery.id,
        new Failed(delivery, delivery.attempt + 1, delivery.crashes, why.reason(), why.detail()));
    if (why.hook()) {
      store.tell(delivery);
    }
  }

  @Override
  public Optional<String> lastError(UUID tenant, UUID event, String listener) {
    return store.history().stream()
        .filter(it -> it.event().equals(event) && it.listener().equals(listener))
        .filter(it -> it.error() != null)
        .max(
            Comparator.comparing(SimulatedStore.Past::finished)
                .thenComparing(SimulatedStore.Past::leaseNo))
        .map(SimulatedStore.Past::error);
  }

  @Override
  public void openCircuit(String listener, Duration open, int failures, String error) {
    var state = store.listeners.computeIfAbsent(listener, _ -> new ListenerState());
    state.retryAt = store.now().plus(open);
    state.openFor = open;
    store.circuits.add("opened");
  }

  @Override
  public void closeCircuit(String listener) {
    var state = store.listeners.get(listener);
    if (state != null) {
      state.retryAt = null;
      store.circuits.add("closed");
      store.release(listener, "circuit");
    }
  }

  @Override
  public Look look(Collection<String> queues) {
    var now = store.now();
    Instant next = null;
    for (var delivery : store.deliveries.values()) {
      if (delivery.owner == null && isTimed(delivery.held)) {
        if (!delivery.availableAt.isAfter(now)) {
          delivery.held = null;
        } else if (next == null || delivery.availableAt.isBefore(next)) {
          next = delivery.availableAt;
        }
      }
    }
    var ready = new TreeSet<String>();
    for (var delivery : store.deliveries.values()) {
      if (queues.contains(delivery.queue)
          && (delivery.isReady() || delivery.isSuspect())
          && !store.pausedQueues.contains(delivery.queue)) {
        ready.add(delivery.queue);
      }
    }
    return new Look(ready, next == null ? null : roundedUp(Duration.between(now, next)));
  }

  private static Duration roundedUp(Duration duration) {
    return Duration.ofMillis(Math.ceilDiv(duration.toNanos(), 1_000_000));
  }

  private static boolean isTimed(@Nullable String held) {
    return "delay".equals(held) || "circuit".equals(held) || "rate".equals(held);
  }

  private boolean isHeld(String listener) {
    var state = store.listeners.get(listener);
    return state != null
        && (state.paused || state.retryAt != null && state.retryAt.isAfter(store.now()));
  }

  private boolean hasRoom(UUID tenant, String queue) {
    var most = store.limitOf(tenant, queue);
    return most == null || store.running(queue, tenant) < most;
  }

  private boolean isOpen(String listener) {
    var state = store.listeners.get(listener);
    return state != null && state.retryAt != null;
  }

  /** The delivery, when the job still holds it; waits for whoever has locked it. */
  protected final @Nullable Delivery lock(Job job) {
    awaitLocks(Set.of(job));
    return held(job);
  }

  private @Nullable Delivery held(Job job) {
    var delivery = store.deliveries.get(job.id());
    if (delivery == null || !holds(delivery, job)) {
      return null;
    }
    audit.late(job, delivery);
    return delivery;
  }

  private void awaitLocks(Collection<Job> jobs) {
    while (isAnyLocked(jobs)) {
      pass.by();
    }
  }

  private boolean isAnyLocked(Collection<Job> jobs) {
    for (var job : jobs) {
      var delivery = store.deliveries.get(job.id());
      if (delivery != null && holds(delivery, job) && store.isLocked(delivery)) {
        return true;
      }
    }
    return false;
  }
}
