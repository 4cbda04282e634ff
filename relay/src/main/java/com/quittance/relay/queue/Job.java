package com.quittance.relay.queue;

import com.quittance.relay.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claimed delivery with its event.
 *
 * @param owner the node incarnation that claimed it
 * @param leaseNo with the owner, the fence that every later transition must show
 * @param attempt failures so far
 * @param replay whether an operator asked for it again
 * @param trial whether it is the one that tries a listener whose circuit is open
 * @param event null when the event is no longer stored
 */
public record Job(
    UUID tenant,
    UUID id,
    UUID owner,
    long leaseNo,
    UUID eventId,
    String listener,
    String queue,
    int priority,
    Instant availableAt,
    int attempt,
    int crashCount,
    boolean replay,
    boolean trial,
    @Nullable Event event) {

  /** What was announced. */
  public record Event(
      String type,
      int version,
      String payload,
      Instant occurredAt,
      UUID correlation,
      @Nullable String traceParent) {}

  /** The number of the running attempt, from 1. */
  public int number() {
    return attempt + 1;
  }

  /** Whoever acts because of this delivery acts for its tenant, caused by its event. */
  public Optional<Scope> scope() {
    return Optional.ofNullable(event)
        .map(
            it ->
                new Scope(tenant, "listener:" + listener, it.correlation, eventId, it.traceParent));
  }

  public boolean isSuspect() {
    return crashCount > 0;
  }
}
