package com.quittance.relay.monitor;

import com.quittance.relay.event.EventFilter;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of the deliveries looked for, those of the newest event first; everything given must hold.
 *
 * @param events by what they deliver: tags, type, tenant, correlation, time of the event
 * @param states any of them; empty: every state
 * @param after only what is behind it: {@link DeliveryPage#next()} of the page before
 * @param limit 1 to 1000
 */
public record DeliverySearch(
    EventFilter events,
    @Nullable String listener,
    @Nullable String queue,
    Set<DeliveryState> states,
    @Nullable Cursor after,
    int limit) {

  /** A place in the order of deliveries. Its text is two ids, with a slash between. */
  public record Cursor(UUID event, UUID delivery) {

    /**
     * @throws IllegalArgumentException when the text is no cursor's
     */
    public static Cursor parse(String text) {
      var slash = text.indexOf('/');
      if (slash < 0) {
        throw new IllegalArgumentException("not a cursor: '%s'".formatted(text));
      }
      return new Cursor(
          UUID.fromString(text.substring(0, slash)), UUID.fromString(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
      return event + "/" + delivery;
    }
  }

  public DeliverySearch {
    states = Set.copyOf(states);
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit is %d, expected 1 to 1000".formatted(limit));
    }
  }

  /** The deliveries of these events, in every state. */
  public static DeliverySearch of(EventFilter events, int limit) {
    return new DeliverySearch(events, null, null, Set.of(), null, limit);
  }

  public DeliverySearch in(DeliveryState... some) {
    return new DeliverySearch(events, listener, queue, Set.of(some), after, limit);
  }

  public DeliverySearch to(@Nullable String other) {
    return new DeliverySearch(events, other, queue, states, after, limit);
  }

  public DeliverySearch inQueue(@Nullable String other) {
    return new DeliverySearch(events, listener, other, states, after, limit);
  }

  /** The page behind this cursor; null: the first one. */
  public DeliverySearch after(@Nullable Cursor cursor) {
    return new DeliverySearch(events, listener, queue, states, cursor, limit);
  }

  boolean wants(DeliveryState... any) {
    return states.isEmpty() || java.util.Arrays.stream(any).anyMatch(states::contains);
  }
}
