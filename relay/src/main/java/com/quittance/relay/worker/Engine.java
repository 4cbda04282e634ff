package com.quittance.relay.worker;

import com.quittance.relay.FinishedJob;
import com.quittance.relay.QueueLimits;
import com.quittance.relay.WorkOptions;
import com.quittance.relay.WorkReport;
import com.quittance.relay.queue.Job;
import com.quittance.relay.worker.Host.Signal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A working node: claims, runs and settles until it is closed. */
public final class Engine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration DEADLINE_CHECK = Duration.ofMillis(50);
  private static final Duration LAST_FLUSH = Duration.ofSeconds(5);

  private final Parts parts;
  private final WorkOptions options;
  private final Map<String, QueueWorker> workers = new TreeMap<>();
  private final Counters counters;
  private final Host host;
  private final Outage outage;
  private final Signal finished;
  private final Signal nudge;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean closed;
  private final Policy policy;
  private final Runner runner;
  private final Settler settler;
  private final Completer completer;
  private final Deadlines deadlines;
  private final Lease lease;
  private final Lookout lookout;
  private final List<Repeating> duties;
  private final @Nullable Subscription subscription;

  /**
   * @param observer told of each job by the engine's own threads
   */
  public Engine(
      Parts parts,
      Set<String> queues,
      WorkOptions options,
      String sender,
      Consumer<FinishedJob> observer) {
    this.parts = parts;
    this.options = options;
    this.host = parts.host();
    this.outage = new Outage(host);
    this.finished = host.signal();
    this.nudge = host.signal();
    this.policy = new Policy(parts.map(), options.tries(), options.timeout());
    var breakers = new Breakers(parts.queue(), policy);
    this.counters = new Counters(breakers, observer);
    this.runner = parts.runner();
    this.settler = new Settler(host, parts.queue(), policy, breakers, counters);
    this.completer = new Completer(host, parts.queue(), outage, counters, this::giveUp, this::free);
    this.deadlines = new Deadlines(host, this::expire);
    this.lease = new Lease(parts, queues, counters, deadlines);
    var budget = new Budget(options.jobs());
    queues.forEach(queue -> workers.put(queue, worker(queue, budget)));
    this.lookout =
        new Lookout(host, parts.queue(), queues, parts.settings().poll(), outage, this::wake);
    this.duties = duties();
    this.subscription =
        parts.settings().notifications()
            ? new Subscription(host, parts.database(), sender, outage, this::wake)
            : null;
  }

  /** Registers the node and begins to work. */
  public void start() throws SQLException {
    makePartitions();
    lease.begin();
    completer.start();
    duties.forEach(Repeating::start);
    workers.values().forEach(QueueWorker::start);
    lookout.start();
    if (subscription != null) {
      subscription.start();
    }
    LOG.info("node {} serves {}", incarnation().id(), workers.keySet());
  }

  /** Works until the options say that it is enough, or until closed; then closes. */
  public WorkReport runToTheEnd() throws SQLException {
    var began = host.nanoTime();
    while (!isClosing() && !isEnough(host.nanoTime() - began)) {
      finished.await(Duration.ofMillis(50));
      if (Thread.interrupted()) {
        break;
      }
    }
    close();
    return report();
  }

  public WorkReport report() {
    return counters.report();
  }

  public void wake(Set<String> queues) {
    for (var queue : queues) {
      var worker = workers.get(queue);
      if (worker != null) {
        worker.wake();
      }
    }
  }

  /**
   * Stops claiming, lets what runs finish within the grace, releases the rest, which costs it no
   * attempt.
   */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try {
      stopClaiming();
      awaitRunning(parts.settings().grace());
      releaseRunning();
      completer.stop(LAST_FLUSH);
      closed = true;
      nudge.raise();
      for (var duty : duties) {
        duty.stop();
      }
      lease.end();
      if (subscription != null) {
        subscription.join(LAST_FLUSH);
      }
    } catch (SQLException failure) {
      LOG.warn("could not sign off, the others will notice: {}", failure.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isClosing() {
    return closing.get();
  }

  void claimUnheard() {
    lease.claimUnheard();
  }

  Incarnation incarnation() {
    return lease.node();
  }

  /** Something may become due sooner than the next look. */
  void expectMoreDue() {
    lookout.nudge();
  }

  /** Runs a claimed job on a thread of its own. */
  void begin(QueueWorker worker, Incarnation node, Job job) {
    begun.incrementAndGet();
    var running =
        new Running(
            host,
            job,
            parts.clock().instant(),
            policy.timeoutOf(job),
            it -> forget(it, node, worker));
    node.running().add(running);
    if (node.isLost() && running.settle()) {
      free(running);
      return;
    }
    var thread = host.job("relay-" + job.listener(), () -> run(running));
    running.on(thread);
    thread.start();
  }

  private void forget(Running running, Incarnation node, QueueWorker worker) {
    node.running().remove(running);
    if (running.job().isSuspect()) {
      node.freeSuspect();
    }
    worker.free(running);
    finished.raise();
  }

  private void free(Running running) {
    free(List.of(running));
  }

  /** All their places first: a worker that is woken by the first one claims for that one alone. */
  private void free(List<Running> all) {
    all.forEach(Running::free);
    workers.values().forEach(QueueWorker::roomMade);
  }

  private void run(Running running) {
    var result = runner.run(running);
    if (!running.settle()) {
      late(running, result);
      return;
    }
    switch (result) {
      case Result.Returned _ -> completer.add(running);
      case Result.Completed _ -> {
        counters.completed(running.job(), running.span());
        free(running);
      }
      case Result.Stale _ -> {
        counters.stale();
        free(running);
      }
      case Result.Threw(var failure) -> settle(running, () -> settler.threw(running, failure));
      case Result.Unrunnable(var reason, var message) ->
          settle(running, () -> settler.unrunnable(running, reason, message));
    }
  }

  /** It was fenced out while it ran: whatever it has to say comes too late. */
  private void late(Running running, Result result) {
    switch (result) {
      case Result.Completed _ ->
          counters.completed(running.job(), running.span()); // its commit came first
      case Result.Returned _, Result.Stale _ -> counters.stale();
      case Result.Threw _, Result.Unrunnable _ -> {}
    }
  }

  private void expire(Running running) {
    settle(running, () -> settler.timedOut(running));
  }

  private void settle(Running running, Outage.Ask write) {
    try {
      var _ = Thread.interrupted(); // meant for the listener, not for what follows
      outage.untilAnswered(nudge, () -> closed, write);
    } catch (SQLException refused) {
      giveUp(running, refused);
    } catch (RuntimeException bug) {
      giveUp(running, new SQLException("its outcome could not be told: " + bug, bug));
    } finally {
      free(running);
      expectMoreDue();
    }
  }

  /** What the database refuses to write about a job is no reason to keep it for ever. */
  private void giveUp(Running running, SQLException refused) {
    try {
      outage.untilAnswered(
          nudge,
          () -> closed,
          () -> settler.unrunnable(running, "not_settled", refused.toString()));
    } catch (SQLException again) {
      incarnation().keep(running.job().id());
      LOG.error("delivery {} stays leased, its outcome is refused", running.job().id(), again);
    }
  }

  private boolean isEnough(long nanos) throws SQLException {
    var maxTime = options.maxTime();
    if (maxTime != null && nanos >= maxTime.toNanos()) {
      return true;
    }
    if (!incarnation().running().isEmpty()) {
      return false;
    }
    return begun.get() >= options.jobs() || options.endsWhenEmpty() && isEmpty();
  }

  /** Asked on both sides of the look: what ran in between may have left something behind. */
  private boolean isEmpty() throws SQLException {
    var before = begun.get();
    return isQuiet()
        && parts.queue().look(workers.keySet()).ready().isEmpty()
        && isQuiet()
        && begun.get() == before;
  }

  private boolean isQuiet() {
    return workers.values().stream().noneMatch(QueueWorker::isClaiming)
        && incarnation().running().isEmpty();
  }

  private void stopClaiming() throws InterruptedException {
    lookout.stop();
    if (subscription != null) {
      subscription.stop();
    }
    for (var worker : workers.values()) {
      worker.wake();
    }
    for (var worker : workers.values()) {
      worker.join(LAST_FLUSH);
    }
  }

  private void awaitRunning(Duration grace) {
    var end = host.nanoTime() + grace.toNanos();
    while (!incarnation().running().isEmpty() && host.nanoTime() - end < 0) {
      finished.await(Duration.ofMillis(20));
    }
  }

  private void releaseRunning() {
    for (var running : new ArrayList<>(incarnation().running())) {
      if (running.settle()) {
        running.interrupt();
        try {
          settler.release(running);
        } catch (SQLException failure) {
          outage.noticed(failure); // the others rescue it
        }
        free(running);
      }
    }
  }

  /** A node that was off for months must not write into the default partition from now on. */
  private void makePartitions() {
    try {
      parts.nodes().makePartitions(parts.settings().partitionsAhead());
    } catch (SQLException failure) {
      LOG.warn("no partitions made ahead, tomorrow again: {}", failure.toString());
    }
  }

  private QueueWorker worker(String queue, Budget budget) {
    var settings = parts.settings();
    return new QueueWorker(
        host,
        queue,
        parts.queue(),
        this,
        budget,
        settings.concurrencyOf(queue),
        settings.claimBatch(),
        !settings.limitsOf(queue).equals(QueueLimits.NONE),
        outage);
  }

  private List<Repeating> duties() {
    var beat = parts.settings().heartbeat();
    return List.of(
        new Repeating(host, "heartbeat", beat, outage, lease::renew),
        new Repeating(
            host, "rescuer", parts.settings().lease().dividedBy(3), outage, lease::rescue),
        new Repeating(
            host,
            "deadlines",
            DEADLINE_CHECK,
            outage,
            () -> {
              lease.check();
              deadlines.check(incarnation());
            }),
        new Repeating(host, "partitions", Duration.ofDays(1), outage, this::makePartitions));
  }
}
