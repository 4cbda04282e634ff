package com.quittance.relay.worker;

import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import com.quittance.relay.worker.Host.Signal;
import com.quittance.relay.worker.Host.Task;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other nodes that a queue has something to do. On a connection of its own, after the commit,
 * many commits by one statement: NOTIFY inside a business transaction takes a lock of the whole
 * database at commit. Losing one costs a poll interval, nothing else.
 */
public final class Notifier implements AutoCloseable {

  static final String CHANNEL = "relay_wake";

  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final Duration APART = Duration.ofMillis(20);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Database database;
  private final String self;
  private final Host host;
  private final Signal signal;
  private final Set<String> waiting = new HashSet<>();
  private @Nullable Task thread;
  private boolean closed;

  public Notifier(Host host, Database database, String self) {
    this.host = host;
    this.signal = host.signal();
    this.database = database;
    this.self = self;
  }

  public void ring(Set<String> queues) {
    synchronized (waiting) {
      if (closed) {
        return;
      }
      waiting.addAll(queues);
      if (thread == null) {
        thread = host.duty("relay-notifier", this::loop);
        thread.start();
      }
    }
    signal.raise();
  }

  /** Says what is still to be said. */
  @Override
  public void close() {
    Task last;
    synchronized (waiting) {
      closed = true;
      last = thread;
    }
    signal.raise();
    if (last != null) {
      try {
        last.join(Duration.ofSeconds(2));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void loop() {
    var pause = host.signal();
    while (true) {
      signal.await(IDLE);
      var queues = take();
      if (!queues.isEmpty()) {
        send(queues);
      } else if (isOver()) {
        return;
      }
      if (!isClosed()) {
        pause.await(APART);
      } else {
        signal.raise();
      }
    }
  }

  private void send(Collection<String> queues) {
    try {
      database.with(
          c -> {
            Sql.of(c, "select pg_notify('" + CHANNEL + "', ? || ' ' || q) from unnest(?::text[]) q")
                .set(self)
                .set(queues)
                .run();
            return null;
          });
    } catch (SQLException failure) {
      LOG.debug("no notification sent, others find the work by polling", failure);
    }
  }

  private List<String> take() {
    synchronized (waiting) {
      var queues = new ArrayList<>(waiting);
      waiting.clear();
      return queues;
    }
  }

  /** An idle thread is given up too, and made again when there is something to say. */
  private boolean isOver() {
    synchronized (waiting) {
      if (waiting.isEmpty()) {
        thread = null;
        return true;
      }
      return false;
    }
  }

  private boolean isClosed() {
    synchronized (waiting) {
      return closed;
    }
  }
}
