package com.quittance.relay.queue;

import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Takes due deliveries for a node, many by one statement, never one that another is taking. */
final class Claims {

  /**
   * The fence (materialized) and the array of row addresses keep the planner from ever taking more
   * rows than asked for, or scanning the tables to join them; the lateral limit does the same for
   * the events.
   */
  private static final String CLAIM =
      """
      with next as materialized (
        select d.ctid
        from relay.delivery d
        where d.queue = ? and d.owner is null and d.crash_count %s
          and d.available_at <= coalesce(?::timestamptz, now())
          and not exists (select from relay.queue_pause p where p.queue = ?)
        order by %s, d.available_at, d.id
        limit ?
        for update skip locked
      ), claimed as (
        update relay.delivery d
        set owner = ?, leased_at = now(), lease_no = d.lease_no + 1
        where d.ctid = any (array (select n.ctid from next n))
        returning d.tenant_id, d.id, d.owner, d.lease_no, d.event_id, d.listener, d.queue,
                  d.priority, d.available_at, d.attempt, d.crash_count
      )
      select c.*, e.type, e.version, e.payload, e.occurred_at, e.correlation_id, e.trace_parent
      from claimed c
      left join lateral (
        select * from relay.event e where e.tenant_id = c.tenant_id and e.id = c.event_id limit 1
      ) e on true
      order by c.priority desc, c.available_at, c.id
      """;

  static final String READY = CLAIM.formatted("= 0", "d.priority desc");

  /** The one with the fewest crashes first, so that innocents are cleared before the culprit. */
  static final String SUSPECTS = CLAIM.formatted("> 0", "d.crash_count");

  private Claims() {}

  static List<Job> claim(
      Connection connection, String text, DueTime due, String queue, int limit, UUID owner)
      throws SQLException {
    return Sql.of(connection, text)
        .set(queue)
        .set(due.now())
        .set(queue)
        .set(limit)
        .set(owner)
        .list(Claims::read);
  }

  private static Job read(ResultSet row) throws SQLException {
    return new Job(
        Sql.uuid(row, "tenant_id"),
        Sql.uuid(row, "id"),
        Sql.uuid(row, "owner"),
        row.getLong("lease_no"),
        Sql.uuid(row, "event_id"),
        row.getString("listener"),
        row.getString("queue"),
        row.getInt("priority"),
        Sql.instant(row, "available_at"),
        row.getInt("attempt"),
        row.getInt("crash_count"),
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
