package com.quittance.relay;

import com.quittance.relay.event.EventStore;
import com.quittance.relay.event.Outbox;
import com.quittance.relay.event.Payloads;
import com.quittance.relay.event.Replays;
import com.quittance.relay.monitor.Housekeeping;
import com.quittance.relay.monitor.Monitor;
import com.quittance.relay.queue.Batches;
import com.quittance.relay.queue.DatabaseNodes;
import com.quittance.relay.queue.DatabaseQueue;
import com.quittance.relay.queue.DueTime;
import com.quittance.relay.queue.FailedJobs;
import com.quittance.relay.queue.Lanes;
import com.quittance.relay.queue.Limits;
import com.quittance.relay.queue.Pauses;
import com.quittance.relay.schedule.ScheduledTask;
import com.quittance.relay.schedule.Scheduler;
import com.quittance.relay.sql.Database;
import com.quittance.relay.worker.Engine;
import com.quittance.relay.worker.Jvm;
import com.quittance.relay.worker.Notifier;
import com.quittance.relay.worker.Parts;
import com.quittance.relay.worker.StartCheck;
import com.quittance.relay.worker.Stepper;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The engine of one application: events announced in its transactions, listeners that follow.
 *
 * <p>A relay that is not started announces and is asked, but runs nothing.
 */
public final class Relay implements AutoCloseable {

  private final Parts parts;
  private final DueTime due;
  private final Monitor monitor;
  private final FailedJobs failedJobs;
  private final EventStore events;
  private final Replays replays;
  private final Pauses pauses;
  private final Lanes lanes;
  private final Batches batches;
  private final String self;
  private final @Nullable Notifier notifier;
  private final Housekeeping housekeeping;
  private volatile @Nullable Engine engine;

  private Relay(Builder builder) {
    var settings = builder.settings;
    var clock = builder.clock;
    var host = new Jvm();
    var database = new Database(Objects.requireNonNull(builder.engine, "engine data source"));
    var application = Objects.requireNonNull(builder.application, "application data source");
    this.due = builder.stepped ? DueTime.stepped(clock) : DueTime.ofDatabase();
    var payloads = new Payloads(builder.map, builder.json);
    this.self = UuidV7.from(clock).toString();
    this.notifier =
        settings.notifications() && !builder.stepped ? new Notifier(host, database, self) : null;
    var transactions =
        new Transactions(
            application,
            new Outbox(builder.map, payloads, clock, due),
            builder.witness,
            this::wake,
            settings.lease().multipliedBy(3),
            clock);
    this.parts =
        new Parts(
            host,
            clock,
            builder.map,
            payloads,
            transactions,
            database,
            new DatabaseQueue(
                database, due, transactions, new Limits(builder.map, settings.limits())),
            new DatabaseNodes(database, due),
            settings);
    this.monitor = new Monitor(database, due, settings, builder.map);
    this.housekeeping = new Housekeeping(database, monitor, () -> report().jobs());
    this.failedJobs = new FailedJobs(database, due, this::wake);
    this.events = new EventStore(database);
    this.replays = new Replays(database, builder.map, payloads, clock, due, this::wake);
    this.lanes = new Lanes(database);
    this.batches = new Batches(database);
    this.pauses = new Pauses(database, due, this::wake);
  }

  public static Builder builder(EventMap<?> map) {
    return new Builder(map);
  }

  public Transactions transactions() {
    return parts.transactions();
  }

  public Monitor monitor() {
    return monitor;
  }

  public FailedJobs failedJobs() {
    return failedJobs;
  }

  public EventStore events() {
    return events;
  }

  public Replays replays() {
    return replays;
  }

  public Lanes lanes() {
    return lanes;
  }

  public Batches batches() {
    return batches;
  }

  public Pauses pauses() {
    return pauses;
  }

  /**
   * What runs these tasks at their times. Started and closed by whoever asked for it.
   *
   * @throws IllegalArgumentException when two tasks have one name
   */
  public Scheduler scheduler(Collection<ScheduledTask> tasks) {
    return new Scheduler(
        parts.host(),
        parts.transactions(),
        parts.database(),
        due,
        parts.clock(),
        parts.settings().lease(),
        tasks);
  }

  /**
   * Begins to work all queues, in the background.
   *
   * @throws IllegalStateException when something waits that this program cannot read
   */
  public void start() {
    begin(WorkOptions.forEver(), _ -> {});
  }

  /**
   * Works as a command line wants it: blocks until the options say that it is enough, until closed
   * or interrupted.
   *
   * @throws IllegalStateException when something waits that this program cannot read
   */
  public WorkReport work(WorkOptions options) {
    return work(options, _ -> {});
  }

  /**
   * The same, and tells of each job.
   *
   * @param observer called by the threads that work: quick, and safe for several at a time
   * @throws IllegalStateException when something waits that this program cannot read
   */
  public WorkReport work(WorkOptions options, Consumer<FinishedJob> observer) {
    var started = begin(options, observer);
    try {
      return started.runToTheEnd();
    } catch (SQLException failure) {
      throw new UncheckedSqlException(failure);
    } finally {
      started.close();
      engine = null;
    }
  }

  /**
   * Runs all that is due now on the calling thread, and what follows from it, until nothing is due.
   * For tests and demonstrations.
   */
  public WorkReport work() {
    return new Stepper(parts, queues()).work();
  }

  /** What the running engine has done since it started. */
  public WorkReport report() {
    var running = engine;
    return running == null ? new WorkReport(0, 0, 0, 0) : running.report();
  }

  /** Stops claiming, lets what runs finish within the grace, releases the rest. */
  @Override
  public void close() {
    var running = engine;
    if (running != null) {
      running.close();
    }
    housekeeping.close();
    if (notifier != null) {
      notifier.close();
    }
  }

  private synchronized Engine begin(WorkOptions options, Consumer<FinishedJob> observer) {
    if (engine != null) {
      throw new IllegalStateException("already started");
    }
    try {
      var waiting = StartCheck.check(parts.database(), parts.map());
      checkQueues(options);
      var served = options.queues().isEmpty() ? queues(waiting) : options.queues();
      var sleep = options.sleep();
      var working = sleep == null ? parts : parts.with(withPoll(parts.settings(), sleep));
      var started = new Engine(working, served, options, self, observer);
      started.start();
      engine = started;
      housekeeping.start();
      return started;
    } catch (SQLException failure) {
      throw new UncheckedSqlException(failure);
    }
  }

  private void wake(Set<String> woken) {
    var running = engine;
    if (running != null) {
      running.wake(woken);
    }
    if (notifier != null) {
      notifier.ring(woken);
    }
  }

  private static RelaySettings withPoll(RelaySettings settings, Duration poll) {
    return settings.withPoll(poll, settings.notifications());
  }

  /** A name that is spelt wrong would be served, or limited, in vain. */
  private void checkQueues(WorkOptions options) {
    var known = parts.map().queues();
    var settings = parts.settings();
    requireKnown("concurrency", settings.concurrency().keySet(), known);
    requireKnown("limits", settings.limits().keySet(), known);
    requireKnown("work", options.queues(), known);
  }

  private static void requireKnown(String where, Set<String> named, Set<String> known) {
    for (var queue : named) {
      if (!known.contains(queue)) {
        throw new IllegalArgumentException(
            "%s names queue '%s', in which no listener is; there are %s"
                .formatted(where, queue, known));
      }
    }
  }

  /** With those that only hold what waits from before a listener moved to another queue. */
  private Set<String> queues(Set<String> waiting) {
    var queues = new TreeSet<>(queues());
    queues.addAll(waiting);
    return queues;
  }

  /** Asked for anew each time: listeners need transactions, so they join the map after us. */
  private Set<String> queues() {
    var queues = new TreeSet<>(parts.map().queues());
    queues.addAll(parts.settings().concurrency().keySet());
    return queues;
  }

  /** What a relay is made of. */
  public static final class Builder {
    private final EventMap<?> map;
    private @Nullable DataSource application;
    private @Nullable DataSource engine;
    private Clock clock = Clock.systemUTC();
    private JsonMapper json = JsonMapper.builder().build();
    private RelaySettings settings = RelaySettings.defaults();
    private Witness witness = (_, _) -> {};
    private boolean stepped;

    private Builder(EventMap<?> map) {
      this.map = map;
    }

    /** Connections of the application's role, under row-level security. */
    public Builder application(DataSource source) {
      this.application = source;
      return this;
    }

    /**
     * Connections of the engine's role; five and one for each queue are enough. They commit each
     * statement by itself.
     */
    public Builder engine(DataSource source) {
      this.engine = source;
      return this;
    }

    public Builder clock(Clock other) {
      this.clock = other;
      return this;
    }

    public Builder json(JsonMapper other) {
      this.json = other;
      return this;
    }

    public Builder settings(RelaySettings other) {
      this.settings = other;
      return this;
    }

    /** Is shown all that is announced, in the transaction that announces it. */
    public Builder witness(Witness other) {
      this.witness = other;
      return this;
    }

    /** What is due is decided by the clock given here, not by the database's: for tests. */
    public Builder steppedTime() {
      this.stepped = true;
      return this;
    }

    public Relay build() {
      return new Relay(this);
    }
  }
}
