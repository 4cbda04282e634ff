package com.quittance.relay;

import org.jspecify.annotations.Nullable;

/**
 * How many deliveries of a queue may run at once on all nodes together. Exact: nodes that claim
 * from a limited queue take turns. What was fenced out and does not stop is not counted.
 *
 * @param overall of the whole queue, 1 or more; null: as many as the nodes have room for
 * @param perTenant of one tenant, 1 or more; null: any number. {@code relay.lane} has exceptions
 */
public record QueueLimits(@Nullable Integer overall, @Nullable Integer perTenant) {

  public static final QueueLimits NONE = new QueueLimits(null, null);

  public QueueLimits {
    if (overall != null && overall < 1 || perTenant != null && perTenant < 1) {
      throw new IllegalArgumentException(
          "limits of a queue are %s and %s, expected 1 or more".formatted(overall, perTenant));
    }
  }
}
