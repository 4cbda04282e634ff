package com.quittance.relay.queue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Who is alive, and what becomes of the deliveries of who is not. May be called by many threads.
 */
public interface Nodes {

  /** What one rescue found. */
  record Rescued(int released, int quarantined) {}

  void register(UUID id, String name, Collection<String> queues) throws SQLException;

  /** Says that the node lives. False: it was not seen for the lease and is taken for dead. */
  boolean renew(UUID id, Duration lease, long stale, int stuck) throws SQLException;

  /** Takes the node out; what it still owns is rescued at once. */
  void remove(UUID id) throws SQLException;

  /** Puts back what an incarnation that lives on as another still holds. Not a crash. */
  int handOver(UUID id) throws SQLException;

  /**
   * Puts back what was claimed for the node and it never heard of, because the answer was lost. Not
   * a crash.
   *
   * @param heldFor a claim younger than this may still be answered
   * @param known what the node works on
   */
  int putBackUnheard(UUID id, Duration heldFor, Collection<UUID> known) throws SQLException;

  /**
   * Puts back the deliveries of dead nodes, up to 1000 a call. A crash is counted apart from
   * failures; the last one allowed moves the delivery to the failed store.
   *
   * @param crashLimit so many crashes send a delivery to the failed store
   * @param givingUp the listeners that want to hear of it
   */
  Rescued rescue(Duration lease, int crashLimit, List<String> givingUp) throws SQLException;

  /** Forgets nodes that have long been dead. */
  void prune(Duration unseenFor) throws SQLException;

  void makePartitions(int monthsAhead) throws SQLException;
}
