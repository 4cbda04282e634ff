package com.quittance.relay.worker;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** One life of a node: when it loses its lease it stops, and comes back as another. */
final class Incarnation {

  private final UUID id;
  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final Set<UUID> kept = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean suspect = new AtomicBoolean();
  private volatile long renewedNanos;
  private volatile boolean lost;

  /**
   * @param bornNanos from when the lease counts until it is renewed
   */
  Incarnation(UUID id, long bornNanos) {
    this.id = id;
    this.renewedNanos = bornNanos;
  }

  UUID id() {
    return id;
  }

  Set<Running> running() {
    return running;
  }

  /** Its outcome is refused; it stays leased rather than to run again and again. */
  void keep(UUID delivery) {
    kept.add(delivery);
  }

  /** The deliveries it knows that it holds. */
  Set<UUID> known() {
    var known = new HashSet<>(kept);
    running.forEach(it -> known.add(it.job().id()));
    return known;
  }

  /**
   * One suspect at a time: a job that kills its node takes no other suspect with it, and the
   * innocent among them are cleared one by one.
   */
  boolean takeSuspect() {
    return suspect.compareAndSet(false, true);
  }

  void freeSuspect() {
    suspect.set(false);
  }

  /**
   * @param askedNanos when the renewal was sent: the lease counts from then, not from the answer
   */
  void renewed(long askedNanos) {
    renewedNanos = askedNanos;
  }

  long sinceRenewal(long nanoTime) {
    return nanoTime - renewedNanos;
  }

  boolean isLost() {
    return lost;
  }

  void lose() {
    lost = true;
  }
}
