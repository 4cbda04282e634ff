package com.quittance.relay.simulation;

import com.quittance.relay.queue.Job;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table of deliveries. */
final class Delivery {

  /** As PostgreSQL compares them, byte by byte. */
  static final Comparator<UUID> UUIDS =
      Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
          .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

  static final Comparator<Delivery> IN_LANE =
      Comparator.<Delivery>comparingInt(it -> -it.priority)
          .thenComparing(it -> it.availableAt)
          .thenComparing(it -> it.id, UUIDS);

  static final Comparator<Delivery> SUSPECTS =
      Comparator.<Delivery>comparingInt(it -> it.crashes)
          .thenComparing(it -> it.availableAt)
          .thenComparing(it -> it.id, UUIDS);

  final UUID tenant;
  final UUID id;
  final UUID eventId;
  final String listener;
  final String queue;
  final int priority;
  final boolean replay;
  final Job.@Nullable Event event;
  final @Nullable String uniqueKey;
  Instant availableAt;
  int attempt;
  int crashes;
  long leaseNo;
  @Nullable UUID owner;
  @Nullable Instant leasedAt;
  @Nullable String held;

  /** The open transaction that has locked it. */
  @Nullable OpenTransaction lock;

  Delivery(
      UUID tenant,
      UUID id,
      UUID eventId,
      String listener,
      String queue,
      int priority,
      boolean replay,
      Job.@Nullable Event event,
      @Nullable String uniqueKey,
      Instant availableAt) {
    this.tenant = tenant;
    this.id = id;
    this.eventId = eventId;
    this.listener = listener;
    this.queue = queue;
    this.priority = priority;
    this.replay = replay;
    this.event = event;
    this.uniqueKey = uniqueKey;
    this.availableAt = availableAt;
  }

  boolean isReady() {
    return owner == null && held == null && crashes == 0;
  }

  boolean isSuspect() {
    return owner == null && held == null && crashes > 0;
  }

  void give(UUID node, Instant now) {
    owner = node;
    leasedAt = now;
    leaseNo++;
  }

  void takeBack() {
    owner = null;
    leasedAt = null;
  }

  Job job(boolean trial) {
    var holder = owner;
    if (holder == null) {
      throw new IllegalStateException(id + " is nobody's");
    }
    return new Job(
        tenant,
        id,
        holder,
        leaseNo,
        eventId,
        listener,
        queue,
        priority,
        availableAt,
        attempt,
        crashes,
        replay,
        trial,
        event);
  }
}
