package com.quittance.relay.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events are meant; everything given must hold.
 *
 * @param tags all of them
 * @param from inclusive, by when the event was stored
 * @param to exclusive
 */
public record EventFilter(
    @Nullable UUID tenant,
    @Nullable UUID id,
    @Nullable String type,
    List<String> tags,
    @Nullable UUID correlation,
    @Nullable Instant from,
    @Nullable Instant to) {

  /** All events of all tenants. */
  public static final EventFilter ALL =
      new EventFilter(null, null, null, List.of(), null, null, null);

  public EventFilter {
    tags = List.copyOf(tags);
    if (from != null && to != null && !from.isBefore(to)) {
      throw new IllegalArgumentException("from %s is not before to %s".formatted(from, to));
    }
  }

  /** Of all tenants: their one event of this id. */
  public static EventFilter one(UUID id) {
    return new EventFilter(null, id, null, List.of(), null, null, null);
  }

  public EventFilter ofTenant(@Nullable UUID other) {
    return new EventFilter(other, id, type, tags, correlation, from, to);
  }

  public EventFilter ofType(@Nullable String other) {
    return new EventFilter(tenant, id, other, tags, correlation, from, to);
  }

  /** In addition to the tags asked for so far. */
  public EventFilter tagged(String... more) {
    var all = new ArrayList<>(tags);
    all.addAll(List.of(more));
    return new EventFilter(tenant, id, type, all, correlation, from, to);
  }

  public EventFilter correlatedBy(@Nullable UUID other) {
    return new EventFilter(tenant, id, type, tags, other, from, to);
  }

  public EventFilter between(@Nullable Instant start, @Nullable Instant end) {
    return new EventFilter(tenant, id, type, tags, correlation, start, end);
  }

  /** Whether every event is meant. */
  public boolean isEmpty() {
    return equals(ALL);
  }

  /** The smallest id of an event that was stored then: ids are ranges of time. */
  public static @Nullable UUID firstId(@Nullable Instant instant) {
    return instant == null ? null : new UUID(instant.toEpochMilli() << 16, 0);
  }
}
