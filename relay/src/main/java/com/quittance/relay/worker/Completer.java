package com.quittance.relay.worker;

import com.quittance.relay.queue.QueueConnection;
import com.quittance.relay.queue.QueueConnection.Done;
import com.quittance.relay.worker.Host.Signal;
import com.quittance.relay.worker.Host.Task;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Completes what returned, all that gathered while the last flush was under way in the next one.
 * Capacity is freed only after the flush has answered, so that no more is claimed than is acked.
 */
final class Completer {

  private static final int BATCH = 5000;

  /** Whoever adds something wakes it; this is for a fault in that. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private record Entry(Running running, Done done) {}

  private final QueueConnection queue;
  private final Outage outage;
  private final Counters counters;
  private final BiConsumer<Running, SQLException> refuse;
  private final Consumer<List<Running>> answered;
  private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final Signal arrived;
  private final Signal nudge;
  private final Task thread;
  private volatile boolean stopped;
  private volatile boolean abandoned;

  /**
   * @param refuse told of what the database refuses to complete
   */
  Completer(
      Host host,
      QueueConnection queue,
      Outage outage,
      Counters counters,
      BiConsumer<Running, SQLException> refuse,
      Consumer<List<Running>> answered) {
    this.arrived = host.signal();
    this.nudge = host.signal();
    this.thread = host.duty("relay-completer", this::loop);
    this.queue = queue;
    this.refuse = refuse;
    this.outage = outage;
    this.counters = counters;
    this.answered = answered;
  }

  void start() {
    thread.start();
  }

  void add(Running running) {
    entries.add(new Entry(running, new Done(running.job(), running.span())));
    arrived.raise();
  }

  /** Flushes what is there, for so long at most; what a silent database keeps is run again. */
  void stop(Duration atMost) throws InterruptedException {
    stopped = true;
    arrived.raise();
    thread.join(atMost);
    abandoned = true;
    nudge.raise();
  }

  private void loop() {
    var batch = new ArrayList<Entry>(BATCH);
    while (!abandoned) {
      for (var next = entries.poll(); next != null; next = entries.poll()) {
        batch.add(next);
        if (batch.size() == BATCH) {
          break;
        }
      }
      if (!batch.isEmpty()) {
        flush(batch);
        batch.clear();
        continue;
      }
      if (stopped) {
        return;
      }
      arrived.await(IDLE);
    }
  }

  private void flush(List<Entry> batch) {
    try {
      complete(batch.stream().map(Entry::done).toList());
    } catch (SQLException | RuntimeException refused) {
      batch.forEach(this::completeAlone);
    }
    answered.accept(batch.stream().map(Entry::running).toList());
  }

  private void complete(List<Done> done) throws SQLException {
    outage.untilAnswered(
        nudge, () -> abandoned, () -> counters.answered(done, queue.complete(done)));
  }

  /** One that cannot be completed must not keep the others from it: it is given up. */
  private void completeAlone(Entry entry) {
    try {
      complete(List.of(entry.done()));
    } catch (SQLException refused) {
      refuse.accept(entry.running(), refused);
    } catch (RuntimeException bug) {
      refuse.accept(entry.running(), new SQLException(bug));
    }
  }
}
