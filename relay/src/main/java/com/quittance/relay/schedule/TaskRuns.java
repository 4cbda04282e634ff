package com.quittance.relay.schedule;

import com.quittance.relay.queue.DueTime;
import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows that make a due time happen once: by task, tenant and time. */
final class TaskRuns {

  static final int PRUNED_AT_ONCE = 10_000;
  private static final int MESSAGE_LIMIT = 2_000;

  /** The right to one run. */
  record Lease(String task, UUID tenant, Instant dueAt, int attempt) {}

  /**
   * What became of a due time.
   *
   * @param settled needs nothing more
   * @param held not to be taken now: it is under way, or failed a moment ago
   */
  record Past(Instant dueAt, boolean settled, boolean held) {}

  /**
   * What is known of all tenants together.
   *
   * @param failing without those that a later run has made good and nobody tries any more
   */
  record Summary(@Nullable Instant lastDue, int failing, @Nullable String error) {}

  private final Database database;
  private final DueTime due;
  private final Duration length;

  /**
   * @param length a run that is not heard of for so long is taken over
   */
  TaskRuns(Database database, DueTime due, Duration length) {
    this.database = database;
    this.due = due;
    this.length = length;
  }

  /** Of many nodes that begin a run one is answered a lease. */
  Optional<Lease> begin(String task, UUID tenant, Instant dueAt) {
    return database.ask(
        c ->
            Sql.of(
                    c,
                    """
                    insert into relay.task_run as r
                      (tenant_id, task, due_at, state, free_at, started_at)
                    select ?, ?, ?, 'running', t.now + make_interval(secs => ?), t.now
                    from (select coalesce(?::timestamptz, clock_timestamp()) as now) t
                    on conflict (tenant_id, task, due_at) do update
                    set state = 'running', attempt = r.attempt + 1, free_at = excluded.free_at,
                        started_at = excluded.started_at
                    where r.state in ('running', 'failed') and r.free_at <= excluded.started_at
                    returning attempt
                    """)
                .set(tenant)
                .set(task)
                .set(dueAt)
                .set(length)
                .set(due.now())
                .first(row -> new Lease(task, tenant, dueAt, row.getInt("attempt"))));
  }

  /** Says that the run goes on. */
  void renew(Lease lease) {
    hold(lease, length);
  }

  /** Another may take it from here on. */
  void release(Lease lease) {
    hold(lease, Duration.ZERO);
  }

  private void hold(Lease lease, Duration howLong) {
    database.ask(
        c ->
            leased(
                    Sql.of(
                            c,
                            """
                            update relay.task_run
                            set free_at = coalesce(?::timestamptz, clock_timestamp())
                                          + make_interval(secs => ?)
                            where tenant_id = ? and task = ? and due_at = ? and attempt = ?
                              and state = 'running'
                            """)
                        .set(due.now())
                        .set(howLong),
                    lease)
                .update());
  }

  /** In whose transaction ever: false when the lease is no longer ours. */
  boolean complete(Connection connection, Lease lease) throws SQLException {
    return leased(
                Sql.of(
                        connection,
                        """
                        update relay.task_run
                        set state = 'done', error = null,
                            finished_at = coalesce(?::timestamptz, clock_timestamp())
                        where tenant_id = ? and task = ? and due_at = ? and attempt = ?
                          and state = 'running'
                        """)
                    .set(due.now()),
                lease)
            .update()
        == 1;
  }

  /** The last word on a run: how much it did, and that it is done if it did not say so itself. */
  boolean done(Lease lease, int amount, boolean completed) {
    return database.ask(
        c -> {
          if (!completed && !complete(c, lease)) {
            return false;
          }
          leased(
                  Sql.of(
                          c,
                          """
                          update relay.task_run set amount = ?
                          where tenant_id = ? and task = ? and due_at = ? and attempt = ?
                          """)
                      .set(amount),
                  lease)
              .update();
          return true;
        });
  }

  void failed(Lease lease, String error, Duration wait) {
    database.ask(
        c ->
            leased(
                    Sql.of(
                            c,
                            """
                            update relay.task_run
                            set state = 'failed', error = ?,
                                free_at = coalesce(?::timestamptz, clock_timestamp())
                                          + make_interval(secs => ?)
                            where tenant_id = ? and task = ? and due_at = ? and attempt = ?
                              and state = 'running'
                            """)
                        .set(storable(error))
                        .set(due.now())
                        .set(wait),
                    lease)
                .update());
  }

  /** Passes over a time, unless it was seen to or is being so. */
  void skip(String task, UUID tenant, Instant dueAt) {
    database.ask(
        c ->
            Sql.of(
                    c,
                    """
                    insert into relay.task_run as r (tenant_id, task, due_at, state)
                    values (?, ?, ?, 'skipped')
                    on conflict (tenant_id, task, due_at) do update set state = 'skipped'
                    where r.state in ('running', 'failed')
                      and r.free_at <= coalesce(?::timestamptz, clock_timestamp())
                    """)
                .set(tenant)
                .set(task)
                .set(dueAt)
                .set(due.now())
                .update());
  }

  /** The rows of one tenant from that time on, the earliest first. */
  List<Past> since(String task, UUID tenant, Instant from, Instant now) {
    return database.ask(
        c ->
            Sql.of(
                    c,
                    """
                    select due_at, state in ('done', 'skipped') as settled,
                      state in ('running', 'failed') and free_at > ? as held
                    from relay.task_run
                    where tenant_id = ? and task = ? and due_at >= ? order by due_at
                    """)
                .set(now)
                .set(tenant)
                .set(task)
                .set(from)
                .list(
                    row ->
                        new Past(
                            Sql.instant(row, "due_at"),
                            row.getBoolean("settled"),
                            row.getBoolean("held"))));
  }

  /**
   * Whether nothing is to be done for a time. Those before the first that is known are settled too:
   * what is pruned never runs again. A later one proves nothing: the clock may have been far ahead.
   */
  boolean isSettled(String task, UUID tenant, Instant dueAt) {
    return database.ask(
        c ->
            Sql.of(
                    c,
                    """
                    select from relay.task_run
                    where tenant_id = ? and task = ? and due_at = ?
                      and state in ('done', 'skipped')
                    union all
                    select from (select min(due_at) as due_at from relay.task_run
                                 where tenant_id = ? and task = ?) first
                    where first.due_at > ?
                    """)
                .set(tenant)
                .set(task)
                .set(dueAt)
                .set(tenant)
                .set(task)
                .set(dueAt)
                .exists());
  }

  /** The latest settled time of each tenant, of those from that time on until now. */
  Map<UUID, Instant> latestSettled(String task, Instant from, Instant now) {
    return database.ask(
        c -> {
          var latest = new HashMap<UUID, Instant>();
          Sql.of(
                  c,
                  """
                  select tenant_id, max(due_at) as due_at from relay.task_run
                  where task = ? and due_at between ? and ? and state in ('done', 'skipped')
                  group by tenant_id
                  """)
              .set(task)
              .set(from)
              .set(now)
              .list(row -> latest.put(Sql.uuid(row, "tenant_id"), Sql.instant(row, "due_at")));
          return latest;
        });
  }

  Summary summary(String task) {
    return database.ask(
        c ->
            Sql.of(
                    c,
                    """
                    select (select max(due_at) from relay.task_run
                            where task = ? and state in ('done', 'skipped')) as last_due,
                           count(*) as failing, max(error) as error
                    from relay.task_run f where f.task = ? and f.state = 'failed'
                      and (f.free_at > coalesce(?::timestamptz, now()) - interval '2 hours'
                        or not exists (select from relay.task_run n
                                       where n.tenant_id = f.tenant_id and n.task = f.task
                                         and n.due_at > f.due_at
                                         and n.state in ('done', 'skipped')))
                    """)
                .set(task)
                .set(task)
                .set(due.now())
                .first(TaskRuns::readSummary)
                .orElseThrow());
  }

  /**
   * Forgets runs that are older than any that could still be made up for. The latest of a tenant
   * stays: it is what tells that the time was seen to. The oldest go first, since what is older
   * than all that is kept counts as settled.
   *
   * @return how many, {@link #PRUNED_AT_ONCE} at most
   */
  int prune(String task, Duration keep) {
    return database.ask(
        c ->
            Sql.of(
                    c,
                    """
                    delete from relay.task_run r where r.ctid = any (array (
                      select o.ctid from relay.task_run o
                      where o.task = ? and (o.state in ('done', 'skipped')
                          or o.free_at < coalesce(?::timestamptz, now()) - interval '1 day')
                        and o.due_at < coalesce(?::timestamptz, now()) - make_interval(secs => ?)
                        and exists (select from relay.task_run n
                                    where n.tenant_id = o.tenant_id and n.task = o.task
                                      and n.due_at > o.due_at and n.state in ('done', 'skipped'))
                      order by o.due_at limit ?))
                    """)
                .set(task)
                .set(due.now())
                .set(due.now())
                .set(keep)
                .set(PRUNED_AT_ONCE)
                .update());
  }

  /** PostgreSQL's text has no NUL. */
  private static String storable(String text) {
    var clean = text.replace("\0", "");
    return clean.length() <= MESSAGE_LIMIT ? clean : clean.substring(0, MESSAGE_LIMIT - 1) + "…";
  }

  private static Summary readSummary(ResultSet row) throws SQLException {
    return new Summary(
        Sql.instantOrNull(row, "last_due"), row.getInt("failing"), row.getString("error"));
  }

  private static Sql leased(Sql sql, Lease lease) {
    return sql.set(lease.tenant()).set(lease.task()).set(lease.dueAt()).set(lease.attempt());
  }
}
