package com.quittance.relay.worker;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what runs too long: interrupts it and fences it out. A thread cannot be killed, so one that
 * ignores its interruption is reported, and whatever it does later finds its lease gone.
 */
final class Deadlines {

  private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
  private static final long PATIENCE_NANOS = 1_000_000_000L;

  private final Host host;
  private final Consumer<Running> expire;
  private final Map<Running, Long> interrupted = new ConcurrentHashMap<>();
  private final Map<Running, Boolean> stuck = new ConcurrentHashMap<>();

  /**
   * @param expire writes that it timed out
   */
  Deadlines(Host host, Consumer<Running> expire) {
    this.host = host;
    this.expire = expire;
  }

  /** Listeners that ignore their interruption. */
  int stuck() {
    return stuck.size();
  }

  /** Interrupts what was settled without it, and reports it when it goes on all the same. */
  void stop(Running running) {
    running.interrupt();
    interrupted.put(running, host.nanoTime());
  }

  void check(Incarnation node) throws SQLException {
    var now = host.nanoTime();
    for (var running : node.running()) {
      if (running.isOverdue(now) && running.settle()) {
        stop(running);
        host.job("relay-timeout", () -> expire.accept(running)).start();
      }
    }
    interrupted.forEach((running, since) -> review(running, now - since));
    stuck.keySet().removeIf(running -> !running.isAlive());
  }

  private void review(Running running, long nanos) {
    if (!running.isAlive()) {
      interrupted.remove(running);
    } else if (nanos > PATIENCE_NANOS) {
      interrupted.remove(running);
      stuck.put(running, true);
      LOG.error(
          "listener {} ignores its interruption and is stuck (delivery {}, timeout {})",
          running.job().listener(),
          running.job().id(),
          running.timeout());
    }
  }
}
