package com.quittance.relay;

import java.time.Duration;
import java.util.Map;

/**
 * How the engine works.
 *
 * @param node the name operators see
 * @param concurrency listeners at once, per queue; a queue not named here has {@code
 *     defaultConcurrency}
 * @param claimBatch deliveries claimed by one statement at most, 1 to 1000
 * @param lease a node not seen for this long has lost its deliveries; a transaction in which
 *     nothing happens for three leases is ended by the database
 * @param heartbeat how often a node says that it lives; at most a third of the lease
 * @param poll how often an idle queue is looked at though nothing woke its worker
 * @param notifications LISTEN and NOTIFY between nodes; off behind a pooler that drops them
 * @param crashLimit after this many crashes of its node a delivery is given up
 * @param grace how long a closing engine waits for what runs before it releases it
 * @param partitionsAhead months for which partitions are made ahead
 */
public record RelaySettings(
    String node,
    Map<String, Integer> concurrency,
    int defaultConcurrency,
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
    concurrency.forEach((queue, size) -> within("concurrency of " + queue, size, 1, 10_000));
    within("defaultConcurrency", defaultConcurrency, 1, 10_000);
    within("claimBatch", claimBatch, 1, 1000);
    within("crashLimit", crashLimit, 1, 1000);
    within("partitionsAhead", partitionsAhead, 1, 24);
    if (poll.compareTo(Duration.ofMillis(10)) < 0) {
      throw new IllegalArgumentException("poll is %s, expected 10 ms or more".formatted(poll));
    }
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

  public RelaySettings withNode(String other) {
    return new RelaySettings(
        other,
        concurrency,
        defaultConcurrency,
        claimBatch,
        lease,
        heartbeat,
        poll,
        notifications,
        crashLimit,
        grace,
        partitionsAhead);
  }

  public RelaySettings withConcurrency(int each, Map<String, Integer> perQueue) {
    return new RelaySettings(
        node,
        perQueue,
        each,
        claimBatch,
        lease,
        heartbeat,
        poll,
        notifications,
        crashLimit,
        grace,
        partitionsAhead);
  }

  public RelaySettings withClaimBatch(int other) {
    return new RelaySettings(
        node,
        concurrency,
        defaultConcurrency,
        other,
        lease,
        heartbeat,
        poll,
        notifications,
        crashLimit,
        grace,
        partitionsAhead);
  }

  public RelaySettings withLease(Duration lease, Duration heartbeat) {
    return new RelaySettings(
        node,
        concurrency,
        defaultConcurrency,
        claimBatch,
        lease,
        heartbeat,
        poll,
        notifications,
        crashLimit,
        grace,
        partitionsAhead);
  }

  public RelaySettings withPoll(Duration poll, boolean notifications) {
    return new RelaySettings(
        node,
        concurrency,
        defaultConcurrency,
        claimBatch,
        lease,
        heartbeat,
        poll,
        notifications,
        crashLimit,
        grace,
        partitionsAhead);
  }

  public RelaySettings withCrashLimit(int crashLimit) {
    return new RelaySettings(
        node,
        concurrency,
        defaultConcurrency,
        claimBatch,
        lease,
        heartbeat,
        poll,
        notifications,
        crashLimit,
        grace,
        partitionsAhead);
  }

  public RelaySettings withGrace(Duration grace) {
    return new RelaySettings(
        node,
        concurrency,
        defaultConcurrency,
        claimBatch,
        lease,
        heartbeat,
        poll,
        notifications,
        crashLimit,
        grace,
        partitionsAhead);
  }

  private static void within(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "%s is %d, expected %d to %d".formatted(name, value, low, high));
    }
  }
}
