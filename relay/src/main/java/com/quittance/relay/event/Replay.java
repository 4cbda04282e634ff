package com.quittance.relay.event;

import java.util.List;
import java.util.UUID;

/**
 * What shall be delivered again, and to whom.
 *
 * @param listeners by name; empty: all that hear the event's type
 */
public record Replay(EventFilter events, List<String> listeners) {

  public Replay {
    listeners = listeners.stream().distinct().toList();
  }

  /** One event. */
  public static Replay ofEvent(UUID id) {
    return new Replay(EventFilter.one(id), List.of());
  }

  /**
   * The events that are meant.
   *
   * @throws IllegalArgumentException for a filter that means every event: that is {@link #ofAll()}
   */
  public static Replay of(EventFilter events) {
    if (events.isEmpty()) {
      throw new IllegalArgumentException("the filter is empty: it means every event");
    }
    return new Replay(events, List.of());
  }

  /** Every event that is stored, of all tenants. */
  public static Replay ofAll() {
    return new Replay(EventFilter.ALL, List.of());
  }

  /** To these listeners only. */
  public Replay to(String... names) {
    return new Replay(events, List.of(names));
  }
}
