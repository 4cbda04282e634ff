package com.quittance.relay.queue;

import com.quittance.relay.Scope;
import com.quittance.relay.StaleLease;
import com.quittance.relay.Transactions;
import com.quittance.relay.TxVoid;
import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries in PostgreSQL.
 *
 * <p>The owner is compared by {@code is not distinct from}, which no index serves: otherwise the
 * planner walks all deliveries of the owner for each one, instead of the primary key.
 */
public final class DatabaseQueue implements QueueConnection {

  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * Column names of attempt, in the order all statements below fill them. A row that is there
   * already is left as it is: history never stands in the way of what it tells of.
   */
  private static final String HISTORY =
      """
      , history as (
        insert into relay.attempt (tenant_id, delivery_id, lease_no, event_id, listener, queue,
                                   replay, number, outcome, node, started_at, finished_at, error)
      """;

  /** Answers what was stale. */
  private static final String COMPLETE =
      "select id from relay.complete(?::uuid[], ?::uuid[], ?, ?::uuid[], ?, ?, ?, ?, ?) stale (id)";

  private static final String RETRY =
      """
      with back as (
        update relay.delivery
        set owner = null, leased_at = null, attempt = attempt + 1, held = ?,
            available_at = coalesce(?::timestamptz, now()) + make_interval(secs => ?)
        where tenant_id = ? and id = ? and lease_no = ? and owner is not distinct from ?
        returning *
      )
      """
          + HISTORY
          + """
            select tenant_id, id, lease_no, event_id, listener, queue, replay, attempt, ?, ?, ?, ?, ?
            from back
              on conflict do nothing
            )
            select id from back
            """;

  private static final String RELEASE =
      """
      with back as (
        update relay.delivery
        set owner = null, leased_at = null
        where tenant_id = ? and id = ? and lease_no = ? and owner is not distinct from ?
        returning *
      )
      """
          + HISTORY
          + """
            select tenant_id, id, lease_no, event_id, listener, queue, replay, attempt + 1, 'released',
                   ?, ?, ?, null
            from back
              on conflict do nothing
            )
            select id from back
            """;

  /** Giving up is one statement: nothing can be lost between the delivery and the failed store. */
  private static final String GIVE_UP =
      """
      with gone as (
        delete from relay.delivery
        where tenant_id = ? and id = ? and lease_no = ? and owner is not distinct from ?
        returning *
      ), kept as (
        insert into relay.failed_job (tenant_id, id, event_id, listener, queue, priority, attempt,
                                      crash_count, lease_no, unique_key, replay, batch_id, reason,
                                      error, failed_at)
        select tenant_id, id, event_id, listener, queue, priority, attempt + 1, crash_count,
               lease_no, unique_key, replay, batch_id, ?, ?, coalesce(?::timestamptz, now())
        from gone
      ), told as (
        insert into relay.delivery (tenant_id, id, event_id, listener, queue, priority,
                                    available_at, replay)
        select tenant_id, uuidv7(), event_id, listener || '.gaveUp', queue, priority,
               coalesce(?::timestamptz, now()), replay
        from gone where ?
      )
      """
          + HISTORY
          + """
            select tenant_id, id, lease_no, event_id, listener, queue, replay, attempt + 1, ?, ?, ?, ?, ?
            from gone
              on conflict do nothing
            )
            select id from gone
            """;

  private static final String FENCE = "select relay.fence(?, ?, ?, ?) as held";

  private static final String RECORD =
      """
      insert into relay.attempt (tenant_id, delivery_id, lease_no, event_id, listener, queue,
                                 replay, number, outcome, node, started_at, finished_at, error)
      values (?, ?, ?, ?, ?, ?, ?, ?, 'completed', ?, ?, ?, null)
      on conflict do nothing
      """;

  private final Database database;
  private final DueTime due;
  private final Transactions transactions;
  private final Claims claims;
  private final ListenerStates states;

  public DatabaseQueue(Database database, DueTime due, Transactions transactions, Limits limits) {
    this.database = database;
    this.due = due;
    this.transactions = transactions;
    this.claims = new Claims(due, limits);
    this.states = new ListenerStates(due);
  }

  @Override
  public Claimed claim(String queue, int limit, UUID owner, Turn turn) throws SQLException {
    return database.with(c -> claims.claim(c, queue, limit, owner, turn));
  }

  @Override
  public Optional<Job> claimSuspect(String queue, UUID owner) throws SQLException {
    return database.with(c -> claims.claimSuspect(c, queue, owner));
  }

  @Override
  public Set<UUID> complete(Collection<Done> done) throws SQLException {
    try {
      return complete(done, false);
    } catch (SQLException refused) {
      if (UNIQUE_VIOLATION.equals(refused.getSQLState())) {
        return complete(done, true);
      }
      throw refused;
    }
  }

  private Set<UUID> complete(Collection<Done> done, boolean again) throws SQLException {
    var tenants = new Distinct();
    var owners = new Distinct();
    var jobs = new ArrayList<UUID>(done.size());
    var leases = new ArrayList<Long>(done.size());
    var started = new ArrayList<Long>(done.size());
    var finished = new ArrayList<Long>(done.size());
    for (var one : done) {
      tenants.add(one.job().tenant());
      owners.add(one.job().owner());
      jobs.add(one.job().id());
      leases.add(one.job().leaseNo());
      started.add(DueTime.micros(one.span().started()));
      finished.add(DueTime.micros(one.span().finished()));
    }
    var stale =
        database.with(
            c ->
                Sql.of(c, COMPLETE)
                    .set(tenants.values())
                    .set(owners.values())
                    .set(tenants.positions())
                    .set(jobs)
                    .set(leases)
                    .set(owners.positions())
                    .set(started)
                    .set(finished)
                    .set(again)
                    .list(row -> Sql.uuid(row, "id")));
    var completed = new HashSet<>(jobs);
    stale.forEach(completed::remove);
    return completed;
  }

  /** Values of which few are different, and where each one is among those, from 1. */
  private record Distinct(Map<UUID, Integer> known, List<Integer> positions) {

    Distinct() {
      this(new LinkedHashMap<>(), new ArrayList<>());
    }

    void add(UUID value) {
      positions.add(known.computeIfAbsent(value, _ -> known.size() + 1));
    }

    Collection<UUID> values() {
      return known.keySet();
    }
  }

  @Override
  public boolean retry(Job job, Span span, Failure failure, Duration wait, String error)
      throws SQLException {
    var outcome = failure == Failure.TIMEOUT ? "timed_out" : "retried";
    return database.with(
        c ->
            fence(
                    Sql.of(c, RETRY)
                        .set(wait.isPositive() ? "delay" : null)
                        .set(due.now())
                        .set(wait),
                    job)
                .set(outcome)
                .set(job.owner())
                .set(span.started())
                .set(span.finished())
                .set(error)
                .exists());
  }

  @Override
  public boolean release(Job job, Span span) throws SQLException {
    return database.with(
        c ->
            fence(Sql.of(c, RELEASE), job)
                .set(job.owner())
                .set(span.started())
                .set(span.finished())
                .exists());
  }

  @Override
  public boolean giveUp(Job job, Span span, Failure failure, GiveUp why) throws SQLException {
    return database.with(
        c ->
            fence(Sql.of(c, GIVE_UP), job)
                .set(why.reason())
                .set(why.detail())
                .set(due.now())
                .set(due.now())
                .set(why.hook())
                .set(failure == Failure.TIMEOUT ? "timed_out" : "failed")
                .set(job.owner())
                .set(span.started())
                .set(span.finished())
                .set(why.message())
                .exists());
  }

  @Override
  public void completeWith(Job job, Scope scope, Supplier<Span> span, TxVoid work) {
    transactions.run(
        scope,
        tx -> {
          if (!fence(Sql.of(tx.connection(), FENCE), job)
              .first(row -> row.getBoolean("held"))
              .orElseThrow()) {
            throw new StaleLease(job.id());
          }
          work.in(tx);
          record(tx.connection(), job, span.get());
        });
  }

  private static void record(Connection connection, Job job, Span span) throws SQLException {
    Sql.of(connection, RECORD)
        .set(job.tenant())
        .set(job.id())
        .set(job.leaseNo())
        .set(job.eventId())
        .set(job.listener())
        .set(job.queue())
        .set(job.replay())
        .set(job.number())
        .set(job.owner())
        .set(span.started())
        .set(span.finished())
        .update();
  }

  @Override
  public Optional<String> lastError(UUID tenant, UUID event, String listener) throws SQLException {
    return database.with(
        c ->
            Sql.of(
                    c,
                    """
                    select error from relay.attempt
                    where tenant_id = ? and event_id = ? and listener = ? and error is not null
                    order by finished_at desc, lease_no desc limit 1
                    """)
                .set(tenant)
                .set(event)
                .set(listener)
                .first(row -> row.getString("error")));
  }

  @Override
  public void openCircuit(String listener, Duration open, int failures, String error)
      throws SQLException {
    database.with(c -> states.open(c, listener, open, failures, error));
  }

  @Override
  public void closeCircuit(String listener) throws SQLException {
    database.with(c -> states.close(c, listener));
  }

  @Override
  public Look look(Collection<String> queues) throws SQLException {
    var ready = new HashSet<String>();
    var untilNext = new AtomicReference<@Nullable Duration>();
    database.with(
        c ->
            Sql.of(c, "select queue, next_due from relay.look(?::text[], ?::timestamptz)")
                .set(queues)
                .set(due.now())
                .list(
                    row -> {
                      var queue = row.getString("queue");
                      if (queue == null) {
                        untilNext.set(millis(row.getObject("next_due", Double.class)));
                      } else {
                        ready.add(queue);
                      }
                      return queue == null;
                    }));
    return new Look(ready, untilNext.get());
  }

  private static @Nullable Duration millis(@Nullable Double seconds) {
    return seconds == null ? null : Duration.ofMillis((long) Math.ceil(seconds * 1000));
  }

  private static Sql fence(Sql sql, Job job) {
    return sql.set(job.tenant()).set(job.id()).set(job.leaseNo()).set(job.owner());
  }
}
