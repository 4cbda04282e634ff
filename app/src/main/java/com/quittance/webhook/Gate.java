package com.quittance.webhook;

import com.quittance.webhook.Sender.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Lets so many messages go to an endpoint at once from this node, by what it was like the last
 * time: a receiver that is slow or dead holds up no other of its company. That companies do not
 * hold up each other is the queue's limit per tenant.
 */
final class Gate {

  private static final int NORMAL = 8;
  private static final int SLOW = 2;
  private static final int FAILING = 1;
  private static final Duration IS_SLOW = Duration.ofSeconds(2);
  private static final int MOST_REMEMBERED = 10_000;

  private final Map<UUID, Integer> inside = new HashMap<>();
  private final Map<UUID, Integer> room = new HashMap<>();

  /**
   * @return false when it is full; otherwise {@link #leave} has to follow
   */
  synchronized boolean enter(UUID endpoint) {
    if (inside.getOrDefault(endpoint, 0) >= room.getOrDefault(endpoint, NORMAL)) {
      return false;
    }
    inside.merge(endpoint, 1, Integer::sum);
    return true;
  }

  synchronized void leave(UUID endpoint) {
    inside.computeIfPresent(endpoint, (_, n) -> n == 1 ? null : n - 1);
  }

  synchronized void note(UUID endpoint, Reply reply) {
    room.remove(endpoint);
    if (room.size() >= MOST_REMEMBERED) {
      room.clear(); // they will be noticed again
    }
    if (!reply.isSuccess()) {
      room.put(endpoint, FAILING);
    } else if (reply.took().compareTo(IS_SLOW) >= 0) {
      room.put(endpoint, SLOW);
    }
  }
}
