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

  private static final String SUSPECT =
      "select * from relay.claim_suspect(?, ?, ?::timestamptz, ?::int, ?::int)";

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
    return Sql.of(connection, SUSPECT)
        .set(queue)
        .set(owner)
        .set(due.now())
        .set(limits.of(queue).perTenant())
        .set(limits.of(queue).overall())
        .first(row -> read(row, owner, queue));
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
