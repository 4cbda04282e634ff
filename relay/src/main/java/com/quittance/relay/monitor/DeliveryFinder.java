package com.quittance.relay.monitor;

import static com.quittance.relay.monitor.DeliveryState.COMPLETED;
import static com.quittance.relay.monitor.DeliveryState.DELAYED;
import static com.quittance.relay.monitor.DeliveryState.FAILED;
import static com.quittance.relay.monitor.DeliveryState.FORGOTTEN;
import static com.quittance.relay.monitor.DeliveryState.HELD;
import static com.quittance.relay.monitor.DeliveryState.RUNNING;
import static com.quittance.relay.monitor.DeliveryState.WAITING;

import com.quittance.relay.UuidV7;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.event.EventWalk;
import com.quittance.relay.monitor.DeliverySearch.Cursor;
import com.quittance.relay.queue.DueTime;
import com.quittance.relay.sql.Fragment;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds deliveries in every state. They lie in three tables, each with an index on the event: so
 * all are found in the order of their events, either from the events that are meant or from the
 * table of the state, whichever comes further back within the bound.
 */
final class DeliveryFinder {

  private static final int LOOKED_AT = 2_000;
  private static final UUID FIRST = new UUID(0, 0);

  /** Deliveries are younger than their events, but for the clocks of two machines. */
  private static final Duration SKEW = Duration.ofDays(35);

  /**
   * Deliveries in some states.
   *
   * @param rows of {@code t}, but for the end of the where clause
   */
  private record Part(Fragment rows) {}

  /**
   * What one part gave.
   *
   * @param end it is complete down to this event; null: to the first of all
   */
  private record Stretch(List<FoundDelivery> found, @Nullable UUID end) {}

  private final DueTime due;

  DeliveryFinder(DueTime due) {
    this.due = due;
  }

  DeliveryPage find(Connection connection, DeliverySearch search) throws SQLException {
    // one snapshot for all states: a delivery that changes its state is seen once
    Sql.of(connection, "set transaction isolation level repeatable read, read only").run();
    EventWalk.byIndexOnly(connection);
    var upTo = search.after() == null ? null : search.after().event();
    var walk = EventWalk.down(connection, search.events(), upTo, LOOKED_AT);
    var walkEnd = lastId(connection, walk.end());
    var stretches = new ArrayList<Stretch>();
    for (var part : live(search)) {
      var tableEnd = lastId(connection, tableEnd(search, part));
      stretches.add(
          isFurther(tableEnd, walkEnd)
              ? new Stretch(fromTable(connection, search, walk, part), tableEnd)
              : new Stretch(fromEvents(connection, search, walk, part), walkEnd));
    }
    if (search.wants(COMPLETED, FORGOTTEN)) {
      stretches.add(new Stretch(fromEvents(connection, search, walk, ended(walkEnd)), walkEnd));
    }
    if (search.wants(RUNNING)) { // no more than the nodes can run at once
      stretches.add(new Stretch(fromTable(connection, search, walk, running()), null));
    }
    return page(search, stretches);
  }

  /** The parts whose table is walked by the event, or looked into for each one. */
  private List<Part> live(DeliverySearch search) {
    var parts = new ArrayList<Part>();
    if (search.wants(WAITING, DELAYED, HELD)) {
      parts.add(waiting());
    }
    if (search.wants(FAILED)) {
      parts.add(failed());
    }
    return parts;
  }

  private Part waiting() {
    return new Part(
        Fragment.of(
            """
            select t.tenant_id, t.event_id, t.id, t.listener, t.queue, t.attempt as attempts,
                   t.replay, nullif(t.available_at, 'infinity') as at, null::text as error,
                   case when t.held in ('pause', 'batch') then 'HELD'
                        when t.held is not null
                             and t.available_at > coalesce(?::timestamptz, now())
                        then 'DELAYED' else 'WAITING' end as state
            from relay.delivery t where t.owner is null
            """,
            due.now()));
  }

  private static Part running() {
    return new Part(
        Fragment.of(
            """
            select t.tenant_id, t.event_id, t.id, t.listener, t.queue, t.attempt as attempts,
                   t.replay, t.leased_at as at, null::text as error, 'RUNNING' as state
            from relay.delivery t where t.owner is not null
            """));
  }

  private static Part failed() {
    return new Part(
        Fragment.of(
            """
            select t.tenant_id, t.event_id, t.id, t.listener, t.queue, t.attempt as attempts,
                   t.replay, t.failed_at as at, t.error, 'FAILED' as state
            from relay.failed_job t where true
            """));
  }

  /** The last attempt of each delivery that is in neither table any more. */
  private static Part ended(@Nullable UUID walkEnd) {
    var eldest = walkEnd == null ? FIRST : EventFilter.firstId(UuidV7.instant(walkEnd).minus(SKEW));
    return new Part(
        Fragment.of(
            """
            select a.tenant_id, a.event_id, a.delivery_id as id, a.listener, a.queue,
                   a.number as attempts, a.replay, a.finished_at as at, a.error,
                   case a.outcome when 'completed' then 'COMPLETED' else 'FORGOTTEN' end as state
            from (
              select distinct on (t.delivery_id) t.* from relay.attempt t
              where t.event_id = w.id and t.delivery_id >= ?
              order by t.delivery_id, t.lease_no desc
            ) a
            where a.outcome = 'completed'
               or not exists (select from relay.failed_job f
                              where f.tenant_id = a.tenant_id and f.id = a.delivery_id)
              and not exists (select from relay.delivery d
                              where d.tenant_id = a.tenant_id and d.id = a.delivery_id)
            """,
            eldest));
  }

  /** From the events that are meant to what was made of each. */
  private static List<FoundDelivery> fromEvents(
      Connection connection, DeliverySearch search, EventWalk walk, Part part) throws SQLException {
    var rows =
        part.rows.text().contains("w.id")
            ? part.rows
            : Fragment.format("%s and t.event_id = w.id", part.rows);
    return Fragment.format(
            """
            select s.*, w.type from (%s) w cross join lateral (%s) s where %s
            order by w.id desc, s.id desc limit %s
            """,
            walk.meant("w.tenant_id, w.id, w.type"), rows, wanted(search), limit(search))
        .on(connection)
        .list(DeliveryFinder::read);
  }

  /** From the deliveries to the event of each. */
  private static List<FoundDelivery> fromTable(
      Connection connection, DeliverySearch search, EventWalk walk, Part part) throws SQLException {
    return Fragment.format(
            """
            select s.*, coalesce(w.type, '?') as type from (%s) s
            left join lateral (
              select e.tenant_id, e.id, e.type, e.tags, e.correlation_id from relay.event e
              where e.tenant_id = s.tenant_id and e.id = s.event_id limit 1
            ) w on true
            where %s and %s
            order by s.event_id desc, s.id desc limit %s
            """,
            tableWalk(search, part), walk.condition(), wanted(search), limit(search))
        .on(connection)
        .list(DeliveryFinder::read);
  }

  private static Fragment tableEnd(DeliverySearch search, Part part) {
    return Fragment.format(
        "select event_id as id from (%s) s order by event_id desc offset "
            + (LOOKED_AT - 1)
            + " limit 1",
        tableWalk(search, part));
  }

  private static Fragment tableWalk(DeliverySearch search, Part part) {
    var range = new ArrayList<Fragment>();
    range.add(part.rows);
    if (search.after() != null) {
      range.add(Fragment.of("t.event_id <= ?", search.after().event()));
    }
    if (search.events().from() != null) {
      range.add(Fragment.of("t.event_id >= ?", EventFilter.firstId(search.events().from())));
    }
    if (search.events().to() != null) {
      range.add(Fragment.of("t.event_id < ?", EventFilter.firstId(search.events().to())));
    }
    return Fragment.format("%s order by t.event_id desc limit " + LOOKED_AT, Fragment.all(range));
  }

  private static Fragment wanted(DeliverySearch search) {
    var all = new ArrayList<Fragment>();
    if (search.listener() != null) {
      all.add(Fragment.of("s.listener = ?", search.listener()));
    }
    if (search.queue() != null) {
      all.add(Fragment.of("s.queue = ?", search.queue()));
    }
    if (!search.states().isEmpty()) {
      all.add(Fragment.of("s.state = any (?)", search.states().stream().map(Enum::name).toList()));
    }
    if (search.after() != null) {
      all.add(
          Fragment.of(
              "(s.event_id, s.id) < (?, ?)", search.after().event(), search.after().delivery()));
    }
    return Fragment.all(all);
  }

  private static Fragment limit(DeliverySearch search) {
    return Fragment.of(String.valueOf(search.limit() + 1)); // one more tells that there is more
  }

  private static @Nullable UUID lastId(Connection connection, Fragment end) throws SQLException {
    return end.on(connection).first(row -> Sql.uuid(row, "id")).orElse(null);
  }

  private static boolean isFurther(@Nullable UUID one, @Nullable UUID other) {
    return other != null && (one == null || compare(one, other) < 0);
  }

  /** What all parts are complete for, the newest first; where one of them ended the page does. */
  private static DeliveryPage page(DeliverySearch search, List<Stretch> stretches) {
    var end =
        stretches.stream()
            .map(Stretch::end)
            .filter(Objects::nonNull)
            .max(DeliveryFinder::compare)
            .orElse(null);
    var found =
        stretches.stream()
            .flatMap(stretch -> stretch.found.stream())
            .filter(it -> end == null || compare(it.event(), end) >= 0)
            .sorted(
                Comparator.comparing(FoundDelivery::event, DeliveryFinder::compare)
                    .thenComparing(FoundDelivery::id, DeliveryFinder::compare)
                    .reversed())
            .toList();
    if (found.size() > search.limit()) {
      var page = found.subList(0, search.limit());
      return new DeliveryPage(
          List.copyOf(page), new Cursor(page.getLast().event(), page.getLast().id()));
    }
    return new DeliveryPage(found, end == null ? null : new Cursor(end, FIRST));
  }

  /** As the database compares them: {@link UUID#compareTo} takes the halves for signed numbers. */
  private static int compare(UUID one, UUID other) {
    var high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }

  private static FoundDelivery read(ResultSet row) throws SQLException {
    return new FoundDelivery(
        Sql.uuid(row, "tenant_id"),
        Sql.uuid(row, "event_id"),
        row.getString("type"),
        Sql.uuid(row, "id"),
        row.getString("listener"),
        row.getString("queue"),
        DeliveryState.valueOf(row.getString("state")),
        row.getInt("attempts"),
        row.getBoolean("replay"),
        Sql.instantOrNull(row, "at"),
        row.getString("error"));
  }
}
