package com.quittance.relay.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to look for; everything given must hold.
 *
 * @param tags all of them
 * @param from inclusive, by when the event was stored
 * @param to exclusive
 * @param after only events with a smaller id: the last one of the page before
 * @param limit 1 to 1000
 */
public record EventSearch(
    @Nullable UUID tenant,
    @Nullable String type,
    List<String> tags,
    @Nullable UUID correlation,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable UUID after,
    int limit) {

  public EventSearch {
    tags = List.copyOf(tags);
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit is %d, expected 1 to 1000".formatted(limit));
    }
  }

  /** The latest events of a tenant, or of all. */
  public static EventSearch latest(@Nullable UUID tenant, int limit) {
    return new EventSearch(tenant, null, List.of(), null, null, null, null, limit);
  }

  public EventSearch ofType(String other) {
    return new EventSearch(tenant, other, tags, correlation, from, to, after, limit);
  }

  public EventSearch tagged(String... all) {
    return new EventSearch(tenant, type, List.of(all), correlation, from, to, after, limit);
  }

  public EventSearch correlatedBy(UUID other) {
    return new EventSearch(tenant, type, tags, other, from, to, after, limit);
  }

  public EventSearch between(@Nullable Instant start, @Nullable Instant end) {
    return new EventSearch(tenant, type, tags, correlation, start, end, after, limit);
  }
}
