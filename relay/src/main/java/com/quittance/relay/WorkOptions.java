package com.quittance.relay;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a worker on a command line works.
 *
 * @param queues only these; empty: those of all listeners
 * @param tries instead of each listener's own
 * @param timeout instead of each listener's own
 * @param sleep how often an idle queue is looked at
 * @param maxJobs stop after so many
 * @param maxTime stop after so long
 * @param once do one job, or none when none is due, and stop
 * @param stopWhenEmpty stop when nothing more is due
 */
public record WorkOptions(
    Set<String> queues,
    @Nullable Integer tries,
    @Nullable Duration timeout,
    @Nullable Duration sleep,
    @Nullable Integer maxJobs,
    @Nullable Duration maxTime,
    boolean once,
    boolean stopWhenEmpty) {

  public WorkOptions {
    queues = Set.copyOf(queues);
    atLeastOne("tries", tries);
    atLeastOne("maxJobs", maxJobs);
    positive("timeout", timeout);
    positive("sleep", sleep);
    positive("maxTime", maxTime);
  }

  /** All queues, until closed. */
  public static WorkOptions forEver() {
    return new WorkOptions(Set.of(), null, null, null, null, null, false, false);
  }

  /** All that is due now, then stop. */
  public static WorkOptions untilEmpty() {
    return new WorkOptions(Set.of(), null, null, null, null, null, false, true);
  }

  /** How many jobs at most. */
  public long jobs() {
    return once ? 1 : maxJobs == null ? Long.MAX_VALUE : maxJobs;
  }

  public boolean endsWhenEmpty() {
    return once || stopWhenEmpty;
  }

  private static void atLeastOne(String name, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException("%s is %d, expected 1 or more".formatted(name, value));
    }
  }

  private static void positive(String name, @Nullable Duration value) {
    if (value != null && (value.isNegative() || value.isZero())) {
      throw new IllegalArgumentException("%s is %s, expected more than 0".formatted(name, value));
    }
  }
}
