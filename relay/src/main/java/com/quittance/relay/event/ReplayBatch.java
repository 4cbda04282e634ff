package com.quittance.relay.event;

import com.quittance.relay.EventMap;
import com.quittance.relay.Listener;
import com.quittance.relay.sql.Fragment;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The next events of a replay: who would hear them, and which deliveries are left alone. */
final class ReplayBatch {

  /** One event for one listener. */
  record Pair(UUID tenant, UUID event, Listener<?> listener, @Nullable String uniqueKey) {}

  private record Seen(
      UUID tenant, UUID id, String type, int version, boolean meant, @Nullable String payload) {}

  private enum Left {
    PENDING,
    FAILED
  }

  private static final String LEFT =
      """
      select d.event_id, d.listener, 'PENDING' as why from relay.delivery d
      where d.event_id = any (?) and d.owner is null
      union all
      select d.event_id, d.listener, 'PENDING' from relay.delivery d
      where d.event_id = any (?) and d.owner is not null
      union all
      select f.event_id, f.listener, 'FAILED' from relay.failed_job f where f.event_id = any (?)
      """;

  final List<Pair> pairs = new ArrayList<>();
  final @Nullable UUID last;
  final boolean isLast;
  long events;
  long pending;
  long failed;
  long unreadable;

  private ReplayBatch(@Nullable UUID last, boolean isLast) {
    this.last = last;
    this.isLast = isLast;
  }

  /**
   * @param until exclusive
   */
  static ReplayBatch read(
      Connection connection,
      EventMap<?> map,
      Payloads payloads,
      Replay replay,
      @Nullable UUID after,
      UUID until,
      int size)
      throws SQLException {
    EventWalk.byIndexOnly(connection);
    var walk = EventWalk.up(connection, replay.events(), after, until, size);
    var seen =
        Fragment.format(
                """
                select w.tenant_id, w.id, w.type, w.version, m.meant,
                       case when m.meant then w.payload end as payload
                from (%s) w cross join lateral (select %s as meant) m order by w.id
                """,
                walk.looked("e.*"), walk.condition())
            .on(connection)
            .list(
                row ->
                    new Seen(
                        Sql.uuid(row, "tenant_id"),
                        Sql.uuid(row, "id"),
                        row.getString("type"),
                        row.getInt("version"),
                        row.getBoolean("meant"),
                        row.getString("payload")));
    var batch = new ReplayBatch(seen.isEmpty() ? after : seen.getLast().id, seen.size() < size);
    var left = left(connection, seen.stream().filter(Seen::meant).map(Seen::id).toList());
    var wanted = Set.copyOf(replay.listeners());
    for (var event : seen) {
      if (event.meant) {
        batch.add(event, map, payloads, wanted, left.getOrDefault(event.id, Map.of()));
      }
    }
    return batch;
  }

  private void add(
      Seen event, EventMap<?> map, Payloads payloads, Set<String> wanted, Map<String, Left> left) {
    Object content;
    try {
      content = payloads.read(event.type, event.version, String.valueOf(event.payload));
    } catch (Payloads.Unreadable _) {
      unreadable++;
      return;
    }
    var before = pairs.size();
    for (var listener : map.bindingOf(content).listeners()) {
      if (wanted.isEmpty() || wanted.contains(listener.name())) {
        switch (left.get(listener.name())) {
          case PENDING -> pending++;
          case FAILED -> failed++;
          case null -> pairs.add(pair(event, listener, content));
        }
      }
    }
    events += pairs.size() > before ? 1 : 0;
  }

  @SuppressWarnings("unchecked") // the map binds listeners to events they accept
  private static Pair pair(Seen event, Listener<?> listener, Object content) {
    return new Pair(
        event.tenant, event.id, listener, ((Listener<Object>) listener).uniqueBy(content));
  }

  /** What is not done, or given up, by event and listener. */
  private static Map<UUID, Map<String, Left>> left(Connection connection, List<UUID> events)
      throws SQLException {
    var left = new HashMap<UUID, Map<String, Left>>();
    if (!events.isEmpty()) {
      Sql.of(connection, LEFT)
          .set(events)
          .set(events)
          .set(events)
          .list(
              row ->
                  left.computeIfAbsent(Sql.uuid(row, "event_id"), _ -> new HashMap<>())
                      .put(row.getString("listener"), Left.valueOf(row.getString("why"))));
    }
    return left;
  }

  Set<String> queues() {
    var queues = new HashSet<String>();
    pairs.forEach(pair -> queues.add(pair.listener.queue()));
    return queues;
  }
}
