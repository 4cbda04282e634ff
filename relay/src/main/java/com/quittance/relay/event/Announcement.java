package com.quittance.relay.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that is to be written when its transaction commits.
 *
 * @param at when its listeners may start; null: at once
 * @param batch what its deliveries belong to, or wait for
 * @param whenDone whether they wait until the batch is done, rather than belong to it
 */
public record Announcement(
    Object event, @Nullable Instant at, @Nullable UUID batch, boolean whenDone) {

  public static Announcement of(Object event) {
    return new Announcement(event, null, null, false);
  }

  boolean isPlain() {
    return at == null && batch == null;
  }
}
