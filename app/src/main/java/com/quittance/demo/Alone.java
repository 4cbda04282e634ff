package com.quittance.demo;

import com.quittance.House;
import com.quittance.relay.monitor.NodeState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Whoever works the same queues would take the demo's jobs and do them by another clock, and a
 * server's schedule would remind the demo's clients of a year at once.
 */
public final class Alone {

  private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();

  private Alone() {}

  /**
   * Waits for others to end; one that was killed counts as alive until its lease is over.
   *
   * @param house by the real clock
   * @return who still works
   */
  public static Optional<String> othersAfter(House house, Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    var other = other(house);
    while (other.isPresent() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_NANOS);
      other = other(house);
    }
    return other;
  }

  private static Optional<String> other(House house) {
    return house.relay().monitor().nodes().stream()
        .filter(NodeState::alive)
        .map(NodeState::name)
        .findFirst();
  }
}
