package com.quittance.client;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened in the company. What each method throws is told at {@link Quittance}. */
public final class Events {

  private static final String PATH = "/api/v1/events";

  private final Transport transport;

  Events(Transport transport) {
    this.transport = transport;
  }

  /** One, with its deliveries. */
  public Event get(UUID id) {
    return transport.get(PATH + "/" + id, Event.class);
  }

  /**
   * Those of a type and with a tag, the newest first.
   *
   * @param type such as {@code invoice.paid}; of any when {@code null}
   * @param tag such as {@code invoice:019c…}; with any when {@code null}
   */
  public Listing<Event> list(@Nullable String type, @Nullable String tag) {
    var query = Query.NONE.with("type", type).with("tag", tag);
    return new Listing<>(transport, PATH, query, Event.class);
  }
}
