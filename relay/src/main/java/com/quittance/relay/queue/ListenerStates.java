package com.quittance.relay.queue;

import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What holds listeners back. A claim locks the state it acts upon, so what it has set aside is
 * there for whoever changes that state after it.
 */
final class ListenerStates {

  private static final int BATCH = 5_000;

  private final DueTime due;

  ListenerStates(DueTime due) {
    this.due = due;
  }

  int pause(Connection connection, String listener) throws SQLException {
    return Sql.of(
            connection,
            """
            insert into relay.listener_state as s (listener, paused_at)
            values (?, coalesce(?::timestamptz, now()))
            on conflict (listener) do update set paused_at = coalesce(s.paused_at, excluded.paused_at)
            """)
        .set(listener)
        .set(due.now())
        .update();
  }

  /** Answers the queues that have something to do again. */
  Set<String> resume(Connection connection, String listener) throws SQLException {
    Sql.of(connection, "update relay.listener_state set paused_at = null where listener = ?")
        .set(listener)
        .update();
    return release(connection, listener, "pause");
  }

  int open(Connection connection, String listener, Duration open, int failures, String error)
      throws SQLException {
    return Sql.of(
            connection,
            """
            insert into relay.listener_state as s
              (listener, opened_at, retry_at, open_for, failures, last_error)
            select ?, t.now, t.now + t.open, t.open, ?, ?
            from (select coalesce(?::timestamptz, now()) as now, make_interval(secs => ?) as open) t
            on conflict (listener) do update
            set opened_at = coalesce(s.opened_at, excluded.opened_at), retry_at = excluded.retry_at,
                open_for = excluded.open_for, failures = excluded.failures,
                last_error = excluded.last_error
            """)
        .set(listener)
        .set(failures)
        .set(error)
        .set(due.now())
        .set(open)
        .update();
  }

  Set<String> close(Connection connection, String listener) throws SQLException {
    Sql.of(
            connection,
            """
            update relay.listener_state
            set opened_at = null, retry_at = null, failures = 0 where listener = ?
            """)
        .set(listener)
        .update();
    return release(connection, listener, "circuit");
  }

  /** Makes claimable what was set aside for that reason, some thousands by one statement. */
  private Set<String> release(Connection connection, String listener, String held)
      throws SQLException {
    var queues = new HashSet<String>();
    int released;
    do {
      var some =
          Sql.of(
                  connection,
                  """
                  update relay.delivery d
                  set held = null, available_at = coalesce(?::timestamptz, now())
                  where d.ctid = any (array (
                    select h.ctid from relay.delivery h
                    where h.owner is null and h.held = ? and h.listener = ?
                    order by h.available_at limit ? for update skip locked))
                  returning d.queue
                  """)
              .set(due.now())
              .set(held)
              .set(listener)
              .set(BATCH)
              .list(row -> row.getString("queue"));
      queues.addAll(some);
      released = some.size();
    } while (released == BATCH);
    return queues;
  }
}
