package com.quittance.relay.event;

import com.quittance.relay.EventMap;
import com.quittance.relay.UncheckedSqlException;
import com.quittance.relay.UuidV7;
import com.quittance.relay.queue.DueTime;
import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Delivers stored events again. For operators; by many threads.
 *
 * <p>A replay goes through its events in their order, some at a time; each transaction makes their
 * deliveries and says how far it came. Whatever interrupts it, {@link #resume} goes on behind the
 * last one and makes none twice. What is not done yet, or lies in the failed store, is left alone.
 *
 * <p>The deliveries are marked ({@link com.quittance.relay.Attempt#isReplay()}), and wait behind
 * all other work of their tenant and queue.
 */
public final class Replays {

  /** How much lower than the listener's own their priority is. */
  static final int BEHIND = 10_000;

  private static final int BATCH = 1_000;

  private static final String ASK =
      """
      insert into relay.replay (id, asked_at, actor, only_tenant, event_id, type, tags,
                                correlation_id, from_id, until_id, listeners)
      values (?, coalesce(?::timestamptz, now()), ?, ?::uuid, ?::uuid, ?::text, ?::text[], ?::uuid,
              ?::uuid, ?, ?::text[])
      on conflict (id) do nothing
      """;

  private static final String DELIVER =
      """
      insert into relay.delivery (tenant_id, id, event_id, listener, queue, priority, available_at,
                                  unique_key, replay)
      select d.tenant_id, d.id, d.event_id, d.listener, d.queue, d.priority,
             coalesce(?::timestamptz, now()), d.unique_key, true
      from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::int[], ?::text[])
           as d (tenant_id, id, event_id, listener, queue, priority, unique_key)
      on conflict do nothing
      """;

  private static final String ADVANCE =
      """
      update relay.replay
      set after_id = ?, events = events + ?, deliveries = deliveries + ?, pending = pending + ?,
          failed = failed + ?, unreadable = unreadable + ?,
          finished_at = case when ? then coalesce(?::timestamptz, now()) end
      where id = ?
      returning *
      """;

  /** As it is stored. */
  private record Asked(Replay replay, @Nullable UUID after, UUID until, ReplayProgress progress) {}

  private final Database database;
  private final EventMap<?> map;
  private final Payloads payloads;
  private final Clock clock;
  private final DueTime due;
  private final Consumer<Set<String>> wake;

  public Replays(
      Database database,
      EventMap<?> map,
      Payloads payloads,
      Clock clock,
      DueTime due,
      Consumer<Set<String>> wake) {
    this.database = database;
    this.map = map;
    this.payloads = payloads;
    this.clock = clock;
    this.due = due;
    this.wake = wake;
  }

  /**
   * What it would do now. Changes nothing.
   *
   * @throws IllegalArgumentException for an event that is not stored, an unknown type or listener,
   *     a listener that does not hear the type
   */
  public ReplayPlan plan(Replay replay) {
    check(replay);
    var until = until();
    var deliveries = new TreeMap<String, Long>();
    var sums = new long[4];
    UUID after = null;
    ReplayBatch batch;
    do {
      var from = after;
      batch = transaction(c -> ReplayBatch.read(c, map, payloads, replay, from, until, BATCH));
      batch.pairs.forEach(pair -> deliveries.merge(pair.listener().name(), 1L, Long::sum));
      sums[0] += batch.events;
      sums[1] += batch.pending;
      sums[2] += batch.failed;
      sums[3] += batch.unreadable;
      after = batch.last;
    } while (!batch.isLast);
    return new ReplayPlan(sums[0], deliveries, sums[1], sums[2], sums[3]);
  }

  /**
   * Delivers them again. Events that are stored later are no part of it, nor those whose
   * transaction is not committed yet. Ends early, unfinished, when the thread is interrupted.
   *
   * @param actor who asks for it, kept with it
   * @param observer called after each transaction, on this thread
   * @throws IllegalArgumentException as {@link #plan}; nothing has been changed
   */
  public ReplayProgress run(Replay replay, String actor, Consumer<ReplayProgress> observer) {
    return run(UuidV7.from(clock), replay, actor, observer);
  }

  /**
   * The same, once for each id: one that was begun before is gone on with, one that is finished
   * tells how it ended.
   *
   * @param id of a time, and nobody else's
   */
  public ReplayProgress run(
      UUID id, Replay replay, String actor, Consumer<ReplayProgress> observer) {
    check(replay);
    var filter = replay.events();
    transaction(
        c ->
            Sql.of(c, ASK)
                .set(id)
                .set(due.now())
                .set(actor)
                .set(filter.tenant())
                .set(filter.id())
                .set(filter.type())
                .set(filter.tags())
                .set(filter.correlation())
                .set(EventFilter.firstId(filter.from()))
                .set(filter.to() == null ? until() : EventFilter.firstId(filter.to()))
                .set(replay.listeners())
                .update());
    return advance(id, observer);
  }

  /**
   * Goes on with one that was interrupted.
   *
   * @throws IllegalArgumentException when it is unknown or finished, or names a listener or type
   *     that is no longer there
   */
  public ReplayProgress resume(UUID id, Consumer<ReplayProgress> observer) {
    var asked =
        transaction(c -> find(c, id, ""))
            .orElseThrow(() -> new IllegalArgumentException("there is no replay " + id));
    if (asked.progress.finished()) {
      throw new IllegalArgumentException("replay %s is finished".formatted(id));
    }
    check(asked.replay);
    return advance(id, observer);
  }

  /** How far one has come, by its id. */
  public Optional<ReplayProgress> find(UUID id) {
    return transaction(c -> find(c, id, "")).map(Asked::progress);
  }

  /** The latest first. */
  public List<ReplayProgress> list(int limit) {
    return database.ask(
        c ->
            Sql.of(c, "select * from relay.replay order by id desc limit ?")
                .set(limit)
                .list(Replays::readProgress));
  }

  private ReplayProgress advance(UUID id, Consumer<ReplayProgress> observer) {
    ReplayProgress progress;
    do {
      var queues = new ArrayList<String>();
      progress = transaction(c -> step(c, id, queues));
      if (!queues.isEmpty()) {
        wake.accept(Set.copyOf(queues));
      }
      observer.accept(progress);
    } while (!progress.finished() && !Thread.currentThread().isInterrupted());
    return progress;
  }

  /** One at a time, of all replays: what one makes, the next must see. */
  private ReplayProgress step(Connection connection, UUID id, List<String> queues)
      throws SQLException {
    Sql.of(connection, "select pg_advisory_xact_lock(hashtextextended('relay.replay', 0))").run();
    var asked = find(connection, id, " for update").orElseThrow();
    if (asked.progress.finished()) {
      return asked.progress; // by another who resumed it
    }
    var batch =
        ReplayBatch.read(connection, map, payloads, asked.replay, asked.after, asked.until, BATCH);
    var made = batch.pairs.isEmpty() ? 0 : deliver(connection, batch.pairs);
    queues.addAll(batch.queues());
    return Sql.of(connection, ADVANCE)
        .set(batch.last)
        .set(batch.events)
        .set(made)
        .set(batch.pending + batch.pairs.size() - made) // a unique key that is taken
        .set(batch.failed)
        .set(batch.unreadable)
        .set(batch.isLast)
        .set(due.now())
        .set(id)
        .first(Replays::readProgress)
        .orElseThrow();
  }

  private int deliver(Connection connection, List<ReplayBatch.Pair> pairs) throws SQLException {
    return Sql.of(connection, DELIVER)
        .set(due.now())
        .set(pairs.stream().map(ReplayBatch.Pair::tenant).toList())
        .set(pairs.stream().map(_ -> UuidV7.from(clock)).toList())
        .set(pairs.stream().map(ReplayBatch.Pair::event).toList())
        .set(pairs.stream().map(pair -> pair.listener().name()).toList())
        .set(pairs.stream().map(pair -> pair.listener().queue()).toList())
        .set(pairs.stream().map(pair -> priority(pair.listener().priority())).toList())
        .set(pairs.stream().map(ReplayBatch.Pair::uniqueKey).toList())
        .update();
  }

  private static int priority(int own) {
    return Math.max(own - BEHIND, Short.MIN_VALUE);
  }

  private void check(Replay replay) {
    var type = replay.events().type();
    if (type == null && replay.events().id() != null) {
      type = typeOf(replay.events());
    }
    var binding = type == null ? null : map.binding(type).orElse(null);
    if (type != null && binding == null) {
      throw new IllegalArgumentException("there is no event type '%s'".formatted(type));
    }
    var known = map.listeners().stream().map(it -> it.name()).collect(Collectors.toSet());
    for (var name : replay.listeners()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("there is no listener '%s'".formatted(name));
      }
      if (binding != null && binding.listeners().stream().noneMatch(it -> it.name().equals(name))) {
        throw new IllegalArgumentException("%s does not hear %s".formatted(name, type));
      }
    }
  }

  private String typeOf(EventFilter one) {
    return new EventStore(database)
        .search(new EventSearch(one, null, 1)).events().stream()
            .findFirst()
            .map(StoredEvent::type)
            .orElseThrow(
                () -> new IllegalArgumentException("there is no event %s".formatted(one.id())));
  }

  /** What is stored by now; a millisecond more, as several events have one. */
  private UUID until() {
    return new UUID(clock.instant().plusMillis(1).toEpochMilli() << 16, 0);
  }

  private static Optional<Asked> find(Connection connection, UUID id, String lock)
      throws SQLException {
    return Sql.of(connection, "select * from relay.replay where id = ?" + lock)
        .set(id)
        .first(Replays::readAsked);
  }

  private static Asked readAsked(ResultSet row) throws SQLException {
    var from = Sql.uuidOrNull(row, "from_id");
    var filter =
        new EventFilter(
            Sql.uuidOrNull(row, "only_tenant"),
            Sql.uuidOrNull(row, "event_id"),
            row.getString("type"),
            List.of((String[]) row.getArray("tags").getArray()),
            Sql.uuidOrNull(row, "correlation_id"),
            from == null ? null : UuidV7.instant(from),
            null);
    return new Asked(
        new Replay(filter, List.of((String[]) row.getArray("listeners").getArray())),
        Sql.uuidOrNull(row, "after_id"),
        Sql.uuid(row, "until_id"),
        readProgress(row));
  }

  private static ReplayProgress readProgress(ResultSet row) throws SQLException {
    var after = Sql.uuidOrNull(row, "after_id");
    return new ReplayProgress(
        Sql.uuid(row, "id"),
        row.getString("actor"),
        Sql.instant(row, "asked_at"),
        row.getLong("events"),
        row.getLong("deliveries"),
        row.getLong("pending"),
        row.getLong("failed"),
        row.getLong("unreadable"),
        after == null ? null : UuidV7.instant(after),
        row.getObject("finished_at") != null);
  }

  private <R extends @Nullable Object> R transaction(Database.Use<R> use) {
    try {
      return database.transaction(use);
    } catch (SQLException refused) {
      throw new UncheckedSqlException(refused);
    }
  }
}
