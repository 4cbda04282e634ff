package com.quittance.relay;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the engine works.
 *
 * @param node the name operators see
 * @param concurrency listeners at once on this node, exact, per queue; a queue not named here has
 *     {@code defaultConcurrency}
 * @param limits what may run at once on all nodes together, per queue; a queue not named has none
 * @param claimBatch deliveries claimed by one statement at most, 1 to 1000
 * @param lease a node not seen for this long has lost its deliveries; a transaction in which
 *     nothing happens for three leases is ended by the database
 * @param heartbeat how often a node says that it lives; at most a third of the lease
 * @param poll how often an idle node looks for work though nothing woke it: one query for all
 *     queues
 * @param notifications LISTEN and NOTIFY between nodes; off behind a pooler that drops them
 * @param crashLimit after this many crashes of its node a delivery is given up
 * @param grace how long a closing engine waits for what runs before it releases it
 * @param partitionsAhead months for which partitions are made ahead
 */
public record RelaySettings(
    String node,
    Map<String, Integer> concurrency,
    int defaultConcurrency,
    Map<String, QueueLimits> limits,
    int claimBatch,
    Duration lease,
    Duration heartbeat,
    Duration poll,
    boolean notifications,
    int crashLimit,
    Duration grace,
    int partitionsAhead) {

  public RelaySettings {
    concurrency = Map.copyOf(concurrency);
    limits = Map.copyOf(limits);
    concurrency.forEach((queue, size) -> within("concurrency of " + queue, size, 1, 10_000));
    within("defaultConcurrency", defaultConcurrency, 1, 10_000);
    within("claimBatch", claimBatch, 1, 1000);
    within("crashLimit", crashLimit, 1, 1000);
    within("partitionsAhead", partitionsAhead, 1, 24);
    if (node == null || node.isBlank() || node.length() > 200) {
      throw new IllegalArgumentException(
          "node is '%s', expected 1 to 200 characters".formatted(node));
    }
    within("poll", poll, Duration.ofMillis(10), Duration.ofHours(1));
    within("lease", lease, Duration.ofMillis(30), Duration.ofHours(1));
    within("grace", grace, Duration.ZERO, Duration.ofHours(24));
    if (heartbeat.toMillis() < 10 || heartbeat.multipliedBy(3).compareTo(lease) > 0) {
      throw new IllegalArgumentException(
          "heartbeat is %s, expected a third of the lease (%s) at most"
              .formatted(heartbeat, lease));
    }
  }

  public static RelaySettings defaults() {
    return new RelaySettings(
        "node-" + ProcessHandle.current().pid(),
        Map.of(),
        16,
        Map.of(),
        100,
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        true,
        3,
        Duration.ofSeconds(10),
        3);
  }

  public int concurrencyOf(String queue) {
    return concurrency.getOrDefault(queue, defaultConcurrency);
  }

  public QueueLimits limitsOf(String queue) {
    return limits.getOrDefault(queue, QueueLimits.NONE);
  }

  public RelaySettings withNode(String other) {
    return with(draft -> draft.node = other);
  }

  public RelaySettings withConcurrency(int each, Map<String, Integer> perQueue) {
    return with(
        draft -> {
          draft.concurrency = perQueue;
          draft.defaultConcurrency = each;
        });
  }

  public RelaySettings withLimits(Map<String, QueueLimits> perQueue) {
    return with(draft -> draft.limits = perQueue);
  }

  public RelaySettings withClaimBatch(int other) {
    return with(draft -> draft.claimBatch = other);
  }

  public RelaySettings withLease(Duration length, Duration beat) {
    return with(
        draft -> {
          draft.lease = length;
          draft.heartbeat = beat;
        });
  }

  public RelaySettings withPoll(Duration every, boolean notified) {
    return with(
        draft -> {
          draft.poll = every;
          draft.notifications = notified;
        });
  }

  public RelaySettings withCrashLimit(int other) {
    return with(draft -> draft.crashLimit = other);
  }

  public RelaySettings withGrace(Duration other) {
    return with(draft -> draft.grace = other);
  }

  private RelaySettings with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** The components while they change. */
  private static final class Draft {
    String node;
    Map<String, Integer> concurrency;
    int defaultConcurrency;
    Map<String, QueueLimits> limits;
    int claimBatch;
    Duration lease;
    Duration heartbeat;
    Duration poll;
    boolean notifications;
    int crashLimit;
    Duration grace;
    int partitionsAhead;

    Draft(RelaySettings from) {
      node = from.node;
      concurrency = from.concurrency;
      defaultConcurrency = from.defaultConcurrency;
      limits = from.limits;
      claimBatch = from.claimBatch;
      lease = from.lease;
      heartbeat = from.heartbeat;
      poll = from.poll;
      notifications = from.notifications;
      crashLimit = from.crashLimit;
      grace = from.grace;
      partitionsAhead = from.partitionsAhead;
    }

    RelaySettings done() {
      return new RelaySettings(
          node,
          concurrency,
          defaultConcurrency,
          limits,
          claimBatch,
          lease,
          heartbeat,
          poll,
          notifications,
          crashLimit,
          grace,
          partitionsAhead);
    }
  }

  private static void within(String name, @Nullable Duration value, Duration least, Duration most) {
    if (value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s is %s, expected %s to %s".formatted(name, value, least, most));
    }
  }

  private static void within(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "%s is %d, expected %d to %d".formatted(name, value, low, high));
    }
  }
}
