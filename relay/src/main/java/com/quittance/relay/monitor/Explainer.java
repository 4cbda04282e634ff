package com.quittance.relay.monitor;

import com.quittance.relay.QueueLimits;
import com.quittance.relay.monitor.Explanation.Reason;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
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
             exists (select from relay.queue_pause p where p.queue = d.queue) as paused,
             s.paused_at is not null as listener_paused,
             s.opened_at is not null as circuit_open, s.retry_at, s.failures, s.last_error,
             b.total, b.pending,
             coalesce(l.concurrency, ?::int) as lane_limit,
             (select count(*) from relay.delivery r
              where r.queue = d.queue and r.owner is not null) as queue_runs,
             (select count(*) from relay.delivery r
              where r.queue = d.queue and r.tenant_id = d.tenant_id
                and r.owner is not null) as lane_runs,
             exists (select from relay.node a
                     where d.queue = any (a.queues)
                       and a.seen_at > now() - make_interval(secs => ?)) as served,
             (select count(*) from (
                select from relay.delivery o
                where o.queue = d.queue and o.tenant_id = d.tenant_id
                  and o.owner is null and o.held is null and o.crash_count = 0
                  and (o.priority > d.priority
                       or (o.priority = d.priority and (o.available_at, o.id)
                                                       < (d.available_at, d.id)))
                limit ?) ahead) as ahead
      from relay.delivery d
      left join relay.node n on n.id = d.owner
      left join relay.listener_state s on s.listener = d.listener
      left join relay.batch b on b.tenant_id = d.tenant_id and b.id = d.batch_id
      left join relay.lane l on l.tenant_id = d.tenant_id and l.queue = d.queue
      where d.id = ?
      """;

  private final Duration lease;
  private final Map<String, QueueLimits> limits;

  Explainer(Duration lease, Map<String, QueueLimits> limits) {
    this.lease = lease;
    this.limits = limits;
  }

  Explanation explain(Connection connection, UUID delivery) throws SQLException {
    var queue =
        Sql.of(connection, "select queue from relay.delivery where id = ?")
            .set(delivery)
            .first(row -> row.getString("queue"))
            .orElse("");
    var limit = limits.getOrDefault(queue, QueueLimits.NONE);
    var waiting =
        Sql.of(connection, LOOK)
            .set(lease)
            .set(limit.perTenant())
            .set(lease)
            .set(COUNTED)
            .set(delivery)
            .first(row -> waiting(row, limit));
    return waiting
        .or(() -> quietly(() -> failed(connection, delivery)))
        .or(() -> quietly(() -> done(connection, delivery)))
        .orElseGet(
            () ->
                new Explanation(
                    Reason.UNKNOWN,
                    "No delivery %s is known, nor any attempt of one.".formatted(delivery)));
  }

  private static Explanation waiting(ResultSet row, QueueLimits limit) throws SQLException {
    if (row.getObject("owner") != null) {
      return leased(row, row.getString("listener"));
    }
    return held(row)
        .or(() -> quietly(() -> stopped(row)))
        .or(() -> quietly(() -> limited(row, limit)))
        .orElseGet(() -> quietly(() -> Optional.of(inTurn(row))).orElseThrow());
  }

  /** Set aside, for the reason that is written on it. */
  private static Optional<Explanation> held(ResultSet row) throws SQLException {
    var listener = row.getString("listener");
    var held = row.getString("held");
    if (held == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (held) {
          case "delay" ->
              say(
                  Reason.NOT_YET_DUE,
                  "%s is not due until %s (attempt %d).",
                  listener,
                  Sql.instant(row, "available_at"),
                  row.getInt("attempt") + 1);
          case "rate" ->
              say(
                  Reason.RATE_LIMITED,
                  "%s has used up its rate limit and goes on at %s.",
                  listener,
                  Sql.instant(row, "available_at"));
          case "batch" ->
              say(
                  Reason.BATCH_NOT_DONE,
                  "%s waits for its batch, of which %d of %d are not done.",
                  listener,
                  row.getInt("pending"),
                  row.getInt("total"));
          case "circuit" -> circuit(row, listener);
          default -> say(Reason.LISTENER_PAUSED, "%s waits: it is paused.", listener);
        });
  }

  private static Explanation circuit(ResultSet row, String listener) throws SQLException {
    return say(
        Reason.CIRCUIT_OPEN,
        "%s waits: it failed %d times in a row (%s); one is tried again at %s.",
        listener,
        row.getInt("failures"),
        row.getString("last_error"),
        Sql.instantOrNull(row, "retry_at"));
  }

  /** What stops it when it is met. */
  private static Optional<Explanation> stopped(ResultSet row) throws SQLException {
    var queue = row.getString("queue");
    var listener = row.getString("listener");
    if (row.getBoolean("paused")) {
      return Optional.of(say(Reason.PAUSED, "%s waits: queue '%s' is paused.", listener, queue));
    }
    if (row.getBoolean("listener_paused")) {
      return Optional.of(say(Reason.LISTENER_PAUSED, "%s waits: it is paused.", listener));
    }
    if (row.getBoolean("circuit_open")) {
      return Optional.of(circuit(row, listener));
    }
    if (!row.getBoolean("served")) {
      return Optional.of(
          say(Reason.NOT_SERVED, "%s waits: no live node serves queue '%s'.", listener, queue));
    }
    if (row.getInt("crash_count") > 0) {
      return Optional.of(
          say(
              Reason.SUSPECT,
              "%s waits: its node died %d times while it ran, so it runs when no other suspect"
                  + " does.",
              listener,
              row.getInt("crash_count")));
    }
    return Optional.empty();
  }

  private static Optional<Explanation> limited(ResultSet row, QueueLimits limit)
      throws SQLException {
    var listener = row.getString("listener");
    var overall = limit.overall();
    if (overall != null && row.getInt("queue_runs") >= overall) {
      return Optional.of(
          say(
              Reason.LIMITED,
              "%s waits: %d run in queue '%s', as many as may.",
              listener,
              row.getInt("queue_runs"),
              row.getString("queue")));
    }
    var perTenant = row.getObject("lane_limit", Integer.class);
    if (perTenant != null && row.getInt("lane_runs") >= perTenant) {
      return Optional.of(
          say(
              Reason.LIMITED,
              "%s waits: %d of its tenant run in queue '%s', as many as may.",
              listener,
              row.getInt("lane_runs"),
              row.getString("queue")));
    }
    return Optional.empty();
  }

  private static Explanation inTurn(ResultSet row) throws SQLException {
    var ahead = row.getLong("ahead");
    return say(
        Reason.WAITING,
        "%s waits behind %s%d of its tenant in queue '%s', whose tenants take turns.",
        row.getString("listener"),
        ahead == COUNTED ? "more than " : "",
        ahead,
        row.getString("queue"));
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
