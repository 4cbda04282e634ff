package com.quittance.relay.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of what is looked for, the newest first.
 *
 * @param after only events with a smaller id: {@link EventPage#next()} of the page before
 * @param limit 1 to 1000
 */
public record EventSearch(EventFilter filter, @Nullable UUID after, int limit) {

  public EventSearch {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit is %d, expected 1 to 1000".formatted(limit));
    }
  }

  /** The latest events of a tenant, or of all. */
  public static EventSearch latest(@Nullable UUID tenant, int limit) {
    return new EventSearch(EventFilter.ALL.ofTenant(tenant), null, limit);
  }

  public EventSearch ofType(String type) {
    return with(filter.ofType(type));
  }

  public EventSearch tagged(String... all) {
    return with(filter.tagged(all));
  }

  public EventSearch correlatedBy(UUID correlation) {
    return with(filter.correlatedBy(correlation));
  }

  public EventSearch between(@Nullable Instant start, @Nullable Instant end) {
    return with(filter.between(start, end));
  }

  /** The page behind this cursor; null: the first one. */
  public EventSearch after(@Nullable UUID cursor) {
    return new EventSearch(filter, cursor, limit);
  }

  private EventSearch with(EventFilter other) {
    return new EventSearch(other, after, limit);
  }
}
