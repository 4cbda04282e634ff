package com.quittance.relay.event;

import com.quittance.relay.EventMap;
import com.quittance.relay.sql.Fragment;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A way through the events that a filter means, in the order of their ids: along one index, looking
 * at no more than so many, however many are stored. Part of the engine; applications use {@link
 * EventStore}.
 *
 * <p>Of the indexes that serve the filter the one with the fewest entries is taken, each counted up
 * to the bound; what it does not say is read from the events along the way.
 */
public final class EventWalk {

  /** One ordered stretch of an index: an equality on all but its last column, which is the id. */
  private record Lane(List<Fragment> stretches) {
    static Lane of(Fragment... stretches) {
      return new Lane(List.of(stretches));
    }
  }

  private final EventFilter filter;
  private final Lane lane;
  private final Fragment range;
  private final String order;
  private final int bound;

  private EventWalk(EventFilter filter, Lane lane, Fragment range, String order, int bound) {
    this.filter = filter;
    this.lane = lane;
    this.range = range;
    this.order = order;
    this.bound = bound;
  }

  /**
   * From the newest to the oldest.
   *
   * @param upTo only ids up to and with this one
   * @param bound how many events are looked at, at most
   */
  public static EventWalk down(
      Connection connection, EventFilter filter, @Nullable UUID upTo, int bound)
      throws SQLException {
    return choose(connection, filter, range(filter, Fragment.of("e.id <= ?", upTo)), "desc", bound);
  }

  /** From the oldest to the newest: behind the one id, up to and without the other. */
  static EventWalk up(
      Connection connection, EventFilter filter, @Nullable UUID after, UUID until, int bound)
      throws SQLException {
    var range = new ArrayList<>(range(filter, Fragment.of("e.id > ?", after)));
    range.add(Fragment.of("e.id < ?", until));
    return choose(connection, filter, range, "asc", bound);
  }

  /**
   * Keeps the planner to the indexes, in their order, for the rest of the transaction: no table
   * that is empty, or was when it was last analyzed, may teach it to read one whole.
   */
  public static void byIndexOnly(Connection connection) throws SQLException {
    Sql.of(
            connection,
            """
            select set_config(setting, 'off', true)
            from unnest(array['enable_seqscan', 'enable_bitmapscan', 'enable_sort',
                              'enable_hashjoin', 'enable_mergejoin', 'jit']) as setting
            """)
        .run();
  }

  /** A query of the events looked at, in order. */
  public Fragment looked(String columns) {
    return along(lane, columns, range, order, bound);
  }

  /** A query of those among them that are meant, in order. */
  public Fragment meant(String columns) {
    return Fragment.format(
        "select " + columns + " from (%s) w where %s order by w.id " + order,
        looked("e.*"),
        condition());
  }

  /** A query of the id of the last that was looked at; no row: there is no more to look at. */
  public Fragment end() {
    return Fragment.format(
        "select w.id from (%s) w order by w.id " + order + " offset %s limit 1",
        looked("e.id"),
        Fragment.of(String.valueOf(bound - 1)));
  }

  /** Whether an event {@code w} is meant. */
  public Fragment condition() {
    var all = new ArrayList<Fragment>();
    given(all, "w.tenant_id = ?", filter.tenant());
    given(all, "w.id = ?", filter.id());
    given(all, "w.type = ?", filter.type());
    given(all, "w.correlation_id = ?", filter.correlation());
    given(all, "w.tags @> ?::text[]", filter.tags().isEmpty() ? null : filter.tags());
    return Fragment.all(all);
  }

  private static EventWalk choose(
      Connection connection, EventFilter filter, List<Fragment> conditions, String order, int bound)
      throws SQLException {
    var range = Fragment.all(conditions);
    var lanes = lanes(connection, filter);
    var best = lanes.getFirst();
    var fewest = Integer.MAX_VALUE;
    for (var lane : lanes.size() == 1 ? List.<Lane>of() : lanes) {
      var entries =
          Fragment.format(
                  "select count(*)::int as n from (%s) w", along(lane, "e.id", range, order, bound))
              .on(connection)
              .list(row -> row.getInt("n"))
              .getFirst();
      if (entries < fewest) {
        fewest = entries;
        best = lane;
      }
    }
    return new EventWalk(filter, best, range, order, bound);
  }

  /** The ways that serve the filter; among equals the first is taken. */
  private static List<Lane> lanes(Connection connection, EventFilter filter) throws SQLException {
    if (filter.id() != null) {
      return List.of(
          filter.tenant() == null
              ? Lane.of(
                  Fragment.of("e.type = any (?) and e.id = ?", types(connection), filter.id()))
              : Lane.of(Fragment.of("e.tenant_id = ? and e.id = ?", filter.tenant(), filter.id())));
    }
    var lanes = new ArrayList<Lane>();
    filter.tags().forEach(tag -> lanes.add(tagged(tag)));
    if (filter.correlation() != null) {
      lanes.add(Lane.of(Fragment.of("e.correlation_id = ?", filter.correlation())));
    }
    if (filter.tenant() != null) {
      lanes.add(Lane.of(Fragment.of("e.tenant_id = ?", filter.tenant())));
    }
    if (filter.type() != null) {
      lanes.add(Lane.of(Fragment.of("e.type = ?", filter.type())));
    }
    if (lanes.isEmpty()) {
      lanes.add(
          new Lane(
              types(connection).stream().map(type -> Fragment.of("e.type = ?", type)).toList()));
    }
    return lanes;
  }

  private static Lane tagged(String tag) {
    return new Lane(
        IntStream.rangeClosed(1, EventMap.MOST_TAGS)
            .mapToObj(n -> Fragment.of("e.tags[" + n + "] = ?", tag))
            .toList());
  }

  /** All that are stored: from each the next one in the index. */
  private static List<String> types(Connection connection) throws SQLException {
    return Sql.of(
            connection,
            """
            with recursive known as (
              (select type from relay.event order by type, id limit 1)
              union all
              select (select e.type from relay.event e where e.type > known.type
                      order by e.type, e.id limit 1)
              from known where known.type is not null
            )
            select type from known where type is not null
            """)
        .list(row -> row.getString("type"));
  }

  private static Fragment along(
      Lane lane, String columns, Fragment range, String order, int bound) {
    if (lane.stretches.isEmpty()) {
      return Fragment.of("select " + columns + " from relay.event e where false");
    }
    var end = " order by id " + order + " limit " + bound;
    var stretches =
        lane.stretches.stream()
            .map(
                stretch ->
                    Fragment.format(
                        "(select " + columns + " from relay.event e where %s and %s" + end + ")",
                        stretch,
                        range))
            .toList();
    return stretches.size() == 1
        ? stretches.getFirst()
        : Fragment.format("%s" + end, Fragment.join(" union all ", stretches));
  }

  private static List<Fragment> range(EventFilter filter, Fragment cursor) {
    var all = new ArrayList<Fragment>();
    given(all, "e.id >= ?", EventFilter.firstId(filter.from()));
    given(all, "e.id < ?", EventFilter.firstId(filter.to()));
    given(all, cursor.text(), cursor.values().getFirst());
    return all;
  }

  private static void given(List<Fragment> conditions, String text, @Nullable Object value) {
    if (value != null) {
      conditions.add(Fragment.of(text, value));
    }
  }
}
