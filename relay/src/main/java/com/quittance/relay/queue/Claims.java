package com.quittance.relay.queue;

import com.quittance.relay.RateLimit;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes deliveries for a node, many by one statement, never one that another is taking. */
final class Claims {

  private static final String FAIR =
      """
      select * from relay.claim(?, ?, ?, ?::timestamptz, ?::uuid, ?, ?::int, ?::int, ?::text[],
                                ?::float8[], ?::float8[])
      """;

  /** The one with the fewest crashes first, so that innocents are cleared before the culprit. */
  private static final String SUSPECT =
      """
      with claimed as (
        update relay.delivery d
        set owner = ?, leased_at = now(), lease_no = d.lease_no + 1
        where d.ctid = any (array (
          select s.ctid from relay.delivery s
          where s.queue = ? and s.owner is null and s.held is null and s.crash_count > 0
            and not exists (select from relay.queue_pause p where p.queue = s.queue)
            and not exists (select from relay.listener_state l
                            where l.listener = s.listener
                              and (l.paused_at is not null or l.opened_at is not null))
          order by s.crash_count, s.available_at, s.id limit 1
          for update skip locked))
        returning d.*
      )
      select c.*, false as trial, e.type, e.version, e.payload, e.occurred_at, e.correlation_id,
             e.trace_parent
      from claimed c
      left join lateral (
        select * from relay.event e where e.tenant_id = c.tenant_id and e.id = c.event_id limit 1
      ) e on true
      """;

  private static final Comparator<Job> TURN =
      Comparator.comparingInt(Job::priority)
          .reversed()
          .thenComparing(Job::availableAt)
          .thenComparing(Job::id);

  private final DueTime due;
  private final Limits limits;

  Claims(DueTime due, Limits limits) {
    this.due = due;
    this.limits = limits;
  }

  Claimed claim(Connection connection, String queue, int limit, UUID owner, Turn turn)
      throws SQLException {
    var rates = limits.rates(queue);
    var jobs = new ArrayList<Job>(limit);
    return Sql.of(connection, FAIR)
        .set(queue)
        .set(limit)
        .set(owner)
        .set(due.now())
        .set(turn.lane())
        .set(turn.credit())
        .set(limits.of(queue).perTenant())
        .set(limits.of(queue).overall())
        .set(rates.keySet())
        .set(rates.values().stream().map(RateLimit::perSecond).toList())
        .set(rates.values().stream().map(rate -> (double) rate.burst()).toList())
        .list(
            row -> {
              if (row.getObject("id") == null) {
                sortLanes(jobs);
                var next = new Turn(Sql.uuidOrNull(row, "tenant_id"), row.getInt("credit"));
                return new Claimed(jobs, next, row.getInt("attempt"));
              }
              jobs.add(read(row, owner, queue));
              return null;
            })
        .getLast();
  }

  Optional<Job> claimSuspect(Connection connection, String queue, UUID owner) throws SQLException {
    return Sql.of(connection, SUSPECT).set(owner).set(queue).first(row -> read(row, owner, queue));
  }

  /** An update answers in no order, and sorting there costs more. */
  private static void sortLanes(List<Job> jobs) {
    int first = 0;
    for (int next = 1; next <= jobs.size(); next++) {
      if (next == jobs.size() || !jobs.get(next).tenant().equals(jobs.get(first).tenant())) {
        jobs.subList(first, next).sort(TURN);
        first = next;
      }
    }
  }

  private static Job read(ResultSet row, UUID owner, String queue) throws SQLException {
    return new Job(
        Sql.uuid(row, "tenant_id"),
        Sql.uuid(row, "id"),
        owner,
        row.getLong("lease_no"),
        Sql.uuid(row, "event_id"),
        row.getString("listener"),
        queue,
        row.getInt("priority"),
        Sql.instant(row, "available_at"),
        row.getInt("attempt"),
        row.getInt("crash_count"),
        row.getBoolean("replay"),
        row.getBoolean("trial"),
        row.getString("type") == null ? null : readEvent(row));
  }

  private static Job.Event readEvent(ResultSet row) throws SQLException {
    return new Job.Event(
        row.getString("type"),
        row.getInt("version"),
        row.getString("payload"),
        Sql.instant(row, "occurred_at"),
        Sql.uuid(row, "correlation_id"),
        row.getString("trace_parent"));
  }
}
