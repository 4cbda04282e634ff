package com.quittance.limits;

import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.http.Problems;
import com.quittance.limits.Counts.Portion;
import com.quittance.settings.Quota;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node may let pass without asking the others. It takes a sixteenth of what is left, 50
 * at most, and so one at a time in the end: all nodes together never let more pass than the quota,
 * and nothing less as long as they are asked.
 */
public final class Portions {

  private static final Logger LOG = LoggerFactory.getLogger(Portions.class);

  private static final int SHARE = 16;
  private static final int LARGEST = 50;
  private static final int MOST_REMEMBERED = 10_000;

  /** Somebody who is refused and goes on asking costs the database one look in so long. */
  private static final Duration NO_USE = Duration.ofSeconds(1);

  private final Counts counts;
  private final Clock clock;
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private volatile boolean alone; // of the last answer, for the log

  public Portions(Counts counts, Clock clock) {
    this.counts = counts;
    this.clock = clock;
  }

  /**
   * @param admitted whether one was to be had
   * @param left as far as this node knows
   * @param reset when all are there again
   */
  record Outcome(boolean admitted, long left, Duration reset) {}

  Outcome take(String key, Quota quota) {
    return held(key, quota).take(clock.instant());
  }

  private Held held(String key, Quota quota) {
    if (held.size() >= MOST_REMEMBERED && !held.containsKey(key)) {
      var now = clock.instant();
      held.values().removeIf(one -> one.isOver(now));
      if (held.size() >= MOST_REMEMBERED) {
        // What they had is lost to them, a sixteenth at most. What is counted here alone stays: it
        // would begin anew.
        held.values().removeIf(one -> !one.isAlone());
      }
      if (held.size() >= MOST_REMEMBERED) {
        return new Held(key, quota, false);
      }
    }
    return held.computeIfAbsent(key, _ -> new Held(key, quota, true));
  }

  private final class Held {

    private final String key;
    private final Quota quota;
    private final boolean remembered;
    private boolean byItself;
    private int mine;
    private long left;
    private Instant reset = Instant.MIN;
    private Instant askAgain = Instant.MIN; // whoever read the clock before another asked may too

    /**
     * @param remembered whether what is taken more than is needed is there the next time
     */
    Held(String key, Quota quota, boolean remembered) {
      this.key = key;
      this.quota = quota;
      this.remembered = remembered;
    }

    synchronized boolean isAlone() {
      return byItself;
    }

    synchronized boolean isOver(Instant now) {
      return !now.isBefore(reset);
    }

    synchronized Outcome take(Instant now) {
      if (isOver(now)) {
        mine = 0;
        left = quota.most();
        askAgain = Instant.MIN;
      }
      if (mine == 0 && !now.isBefore(askAgain)) {
        ask(now);
      }
      var admitted = mine > 0;
      if (admitted) {
        mine--;
      }
      return new Outcome(admitted, mine + left, Duration.between(now, reset));
    }

    private void ask(Instant now) {
      var portion = portion(remembered ? (int) Math.clamp(left / SHARE, 1, LARGEST) : 1);
      mine = portion.most();
      left = portion.left();
      reset = now.plus(portion.reset());
      if (byItself) {
        askAgain = reset; // it was all there is
      } else {
        askAgain = mine == 0 ? now.plus(NO_USE) : Instant.MIN;
      }
    }

    /**
     * When the counts cannot be reached, each node counts by itself for as long as a quota lasts.
     *
     * @throws Problem when they can be, and fail: to count by itself then would be to begin anew
     */
    private Portion portion(int wanted) {
      try {
        var portion = counts.take(key, quota, wanted);
        alone = false;
        byItself = false;
        return portion;
      } catch (RuntimeException failure) {
        if (!Problems.isOutage(failure)) {
          LOG.error("a limit cannot be counted, {}", failure.toString());
          throw Problem.of(Type.UNAVAILABLE, "The limits cannot be counted now; try again.");
        }
        if (!alone) {
          alone = true;
          LOG.warn("limits are counted by this node alone, {}", failure.toString());
        }
        byItself = true;
        return remembered ? new Portion(quota.most(), 0, quota.per()) : new Portion(0, 0, NO_USE);
      }
    }
  }
}
