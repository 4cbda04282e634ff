package com.quittance.relay.worker;

import com.quittance.relay.worker.Host.Signal;
import com.quittance.relay.worker.Host.Task;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A duty done again and again on a thread of its own. */
final class Repeating {

  /** The duty. */
  @FunctionalInterface
  interface Duty {
    void run() throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);

  private final String name;
  private final Duration every;
  private final Outage outage;
  private final Duty duty;
  private final Signal nudge;
  private final Task thread;
  private volatile boolean stopped;

  Repeating(Host host, String name, Duration every, Outage outage, Duty duty) {
    this.name = name;
    this.every = every;
    this.outage = outage;
    this.duty = duty;
    this.nudge = host.signal();
    this.thread = host.duty("relay-" + name, this::loop);
  }

  /** The first time is one interval from now. */
  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    nudge.raise();
  }

  void join(Duration atMost) throws InterruptedException {
    thread.join(atMost);
  }

  private void loop() {
    nudge.await(every);
    while (!stopped) {
      try {
        duty.run();
        outage.over();
      } catch (SQLException failure) {
        outage.noticed(failure);
      } catch (RuntimeException | Error bug) {
        LOG.error("{} failed, and goes on", name, bug);
      }
      nudge.await(every);
    }
  }
}
