package com.quittance.relay.queue;

import com.quittance.relay.Scope;
import com.quittance.relay.StaleLease;
import com.quittance.relay.TxVoid;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Where deliveries wait and how they change hands. Every transition after the claim shows its
 * fence, the lease number and the owner; one that changes nothing was stale, which is normal and no
 * error.
 *
 * <p>Whatever stands behind it, each method happens as a whole or not at all, and may be called by
 * many threads.
 */
public interface QueueConnection {

  /** A job whose listener returned. */
  record Done(Job job, Span span) {}

  /** How a failed attempt is told in the history. */
  enum Failure {
    ERROR,
    TIMEOUT
  }

  /**
   * Why a delivery is given up.
   *
   * @param hook whether its listener wants to hear of it
   */
  record GiveUp(String reason, String message, String detail, boolean hook) {}

  /**
   * Up to {@code limit} deliveries, fairly over the lanes of the queue, each lane's highest
   * priority and longest due first.
   */
  Claimed claim(String queue, int limit, UUID owner, Turn turn) throws SQLException;

  /** One delivery whose node died while it ran. */
  Optional<Job> claimSuspect(String queue, UUID owner) throws SQLException;

  /** Completes many; answers those that were still ours. */
  Set<UUID> complete(Collection<Done> done) throws SQLException;

  /**
   * Completes one together with the work, in one transaction.
   *
   * @throws StaleLease when the delivery is no longer held; nothing has been changed
   */
  void completeWith(Job job, Scope scope, Supplier<Span> span, TxVoid work);

  /** Puts a failed attempt back, due after the wait. False: stale. */
  boolean retry(Job job, Span span, Failure failure, Duration wait, String error)
      throws SQLException;

  /** Puts back what was interrupted through no fault of its own; uses up no attempt. */
  boolean release(Job job, Span span) throws SQLException;

  /** Moves the delivery to the failed store; the listener's hook is a new one. False: stale. */
  boolean giveUp(Job job, Span span, Failure failure, GiveUp why) throws SQLException;

  /** The message of the last failure of a listener for an event. */
  Optional<String> lastError(UUID tenant, UUID event, String listener) throws SQLException;

  /** Sets a listener's deliveries aside when they are met, until then one is let through to try. */
  void openCircuit(String listener, Duration open, int failures, String error) throws SQLException;

  /** Lets a listener's deliveries follow the one that was let through. */
  void closeCircuit(String listener) throws SQLException;

  /** Makes claimable what has become due, and says which queues have something. */
  Look look(Collection<String> queues) throws SQLException;
}
