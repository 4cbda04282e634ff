package com.quittance.relay.monitor;

import com.quittance.relay.monitor.Explanation.Reason;
import com.quittance.relay.queue.DueTime;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Looks at one delivery from all sides and says the first thing that explains it. */
final class Explainer {

  private static final int COUNTED = 10_000;

  private static final String LOOK =
      """
      select d.*, n.name as node_name, n.id is not null as node_known,
             extract(epoch from now() - n.seen_at) as seen_ago,
             n.seen_at > now() - make_interval(secs => ?) as node_alive,
             d.available_at > coalesce(?::timestamptz, now()) as delayed,
             exists (select from relay.queue_pause p where p.queue = d.queue) as paused,
             exists (select from relay.node a
                     where d.queue = any (a.queues)
                       and a.seen_at > now() - make_interval(secs => ?)) as served,
             (select count(*) from (
                select from relay.delivery o
                where o.queue = d.queue and o.owner is null and o.crash_count = 0
                  and o.available_at <= coalesce(?::timestamptz, now())
                  and (o.priority > d.priority
                       or (o.priority = d.priority and (o.available_at, o.id)
                                                       < (d.available_at, d.id)))
                limit ?) ahead) as ahead
      from relay.delivery d
      left join relay.node n on n.id = d.owner
      where d.id = ?
      """;

  private final DueTime due;
  private final Duration lease;

  Explainer(DueTime due, Duration lease) {
    this.due = due;
    this.lease = lease;
  }

  Explanation explain(Connection connection, UUID delivery) throws SQLException {
    var waiting =
        Sql.of(connection, LOOK)
            .set(lease)
            .set(due.now())
            .set(lease)
            .set(due.now())
            .set(COUNTED)
            .set(delivery)
            .first(this::waiting);
    return waiting
        .or(() -> quietly(() -> failed(connection, delivery)))
        .or(() -> quietly(() -> done(connection, delivery)))
        .orElseGet(
            () ->
                new Explanation(
                    Reason.UNKNOWN,
                    "No delivery %s is known, nor any attempt of one.".formatted(delivery)));
  }

  private Explanation waiting(ResultSet row) throws SQLException {
    var queue = row.getString("queue");
    var listener = row.getString("listener");
    if (row.getObject("owner") != null) {
      return leased(row, listener);
    }
    if (row.getBoolean("paused")) {
      return say(Reason.PAUSED, "%s waits: queue '%s' is paused.", listener, queue);
    }
    if (row.getBoolean("delayed")) {
      return say(
          Reason.NOT_YET_DUE,
          "%s is not due until %s (attempt %d).",
          listener,
          Sql.instant(row, "available_at"),
          row.getInt("attempt") + 1);
    }
    if (!row.getBoolean("served")) {
      return say(Reason.NOT_SERVED, "%s waits: no live node serves queue '%s'.", listener, queue);
    }
    if (row.getInt("crash_count") > 0) {
      return say(
          Reason.SUSPECT,
          "%s waits: its node died %d times while it ran, so it runs when no other suspect does.",
          listener,
          row.getInt("crash_count"));
    }
    var ahead = row.getLong("ahead");
    return say(
        Reason.WAITING,
        "%s waits behind %s%d in queue '%s'.",
        listener,
        ahead == COUNTED ? "more than " : "",
        ahead,
        queue);
  }

  private static Explanation leased(ResultSet row, String listener) throws SQLException {
    var since = Sql.instant(row, "leased_at");
    if (!row.getBoolean("node_known")) {
      return say(
          Reason.NODE_LOST,
          "%s was leased at %s by a node that is gone, and is about to be rescued.",
          listener,
          since);
    }
    var name = row.getString("node_name");
    var ago = row.getLong("seen_ago");
    return row.getBoolean("node_alive")
        ? say(
            Reason.RUNNING,
            "%s is leased by %s since %s (seen %d s ago).",
            listener,
            name,
            since,
            ago)
        : say(
            Reason.NODE_LOST,
            "%s is leased by %s since %s, which was last seen %d s ago; it is about to be rescued.",
            listener,
            name,
            since,
            ago);
  }

  private static Optional<Explanation> failed(Connection connection, UUID delivery)
      throws SQLException {
    return Sql.of(connection, "select * from relay.failed_job where id = ?")
        .set(delivery)
        .first(
            row ->
                say(
                    Reason.FAILED,
                    "%s is in the failed store since %s (%s).",
                    row.getString("listener"),
                    Sql.instant(row, "failed_at"),
                    row.getString("reason")));
  }

  private static Optional<Explanation> done(Connection connection, UUID delivery)
      throws SQLException {
    return Sql.of(
            connection,
            "select * from relay.attempt where delivery_id = ? order by lease_no desc limit 1")
        .set(delivery)
        .first(
            row ->
                say(
                    Reason.DONE,
                    row.getString("outcome").equals("completed")
                        ? "%s is done: attempt %d completed at %s."
                        : "%s is forgotten: its attempt %d ended at %s.",
                    row.getString("listener"),
                    row.getInt("number"),
                    Sql.instant(row, "finished_at")));
  }

  private static Explanation say(Reason reason, String sentence, Object... values) {
    return new Explanation(reason, sentence.formatted(values));
  }

  /** A question in a chain of Optionals. */
  @FunctionalInterface
  private interface Look {
    Optional<Explanation> ask() throws SQLException;
  }

  private static Optional<Explanation> quietly(Look look) {
    try {
      return look.ask();
    } catch (SQLException refused) {
      throw new com.quittance.relay.UncheckedSqlException(refused);
    }
  }
}
