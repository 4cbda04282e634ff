package com.quittance.relay.worker;

import com.quittance.relay.queue.QueueConnection;
import com.quittance.relay.worker.Host.Signal;
import com.quittance.relay.worker.Host.Task;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for work that nothing woke a worker for: what other nodes announced while their notice was
 * lost, and what has become due. One query for all queues; between two lies the poll interval, or
 * less when something is known to become due before.
 */
final class Lookout {

  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

  private static final Duration APART = Duration.ofMillis(5);

  private final QueueConnection queue;
  private final Collection<String> queues;
  private final Duration poll;
  private final Outage outage;
  private final Consumer<Set<String>> wake;
  private final Host host;
  private final Signal nudge;
  private final Signal pause;
  private final Task thread;
  private volatile boolean stopped;

  Lookout(
      Host host,
      QueueConnection queue,
      Collection<String> queues,
      Duration poll,
      Outage outage,
      Consumer<Set<String>> wake) {
    this.host = host;
    this.nudge = host.signal();
    this.pause = host.signal();
    this.thread = host.duty("relay-lookout", this::loop);
    this.queue = queue;
    this.queues = queues;
    this.poll = poll;
    this.outage = outage;
    this.wake = wake;
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    nudge.raise();
    pause.raise();
  }

  /** Something may become due sooner than was known. */
  void nudge() {
    nudge.raise();
  }

  private void loop() {
    while (!stopped) {
      nudge.await(look());
      pause.await(APART);
    }
  }

  private Duration look() {
    try {
      var seen = queue.look(queues);
      wake.accept(seen.ready());
      outage.over();
      var next = seen.untilNext();
      var wait = withJitter(poll);
      return next == null || next.compareTo(wait) > 0 ? wait : next;
    } catch (SQLException failure) {
      outage.noticed(failure);
      return withJitter(poll);
    } catch (RuntimeException bug) {
      LOG.error("could not look for what is due, and will again", bug);
      return withJitter(poll);
    }
  }

  /** Between three quarters and five quarters, so that many nodes do not look as one. */
  private Duration withJitter(Duration duration) {
    return Duration.ofNanos((long) (duration.toNanos() * (0.75 + host.chance() / 2)));
  }
}
