package com.quittance.relay.event;

import java.util.Map;

/**
 * What a replay would do now.
 *
 * @param events that it would deliver to somebody
 * @param deliveries by listener, sorted by name
 * @param pending left alone: not done yet, they run anyway
 * @param failed left alone: in the failed store, to be retried there
 * @param unreadable events of a type or version that this program cannot read
 */
public record ReplayPlan(
    long events, Map<String, Long> deliveries, long pending, long failed, long unreadable) {

  /** How many deliveries it would make. */
  public long total() {
    return deliveries.values().stream().mapToLong(Long::longValue).sum();
  }
}
