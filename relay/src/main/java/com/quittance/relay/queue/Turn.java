package com.quittance.relay.queue;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a node's rotation over the lanes of a queue stands.
 *
 * @param lane the tenant served last; null at the beginning
 * @param credit what is left of its turn; 0: the next one begins behind it
 */
public record Turn(@Nullable UUID lane, int credit) {

  public static final Turn FIRST = new Turn(null, 0);
}
