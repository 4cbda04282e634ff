package com.quittance.relay.event;

import com.quittance.relay.EventMap;
import com.quittance.relay.Listener;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import com.quittance.relay.queue.DueTime;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes announced events and the deliveries they cause in the announcing transaction. */
public final class Outbox {

  // U+001F, the unit separator: no tag contains it, so one text carries all tags of an event.
  private static final String SEPARATOR = "\u001f";

  /** One statement for everything announced: a round trip costs more than the rows. */
  private static final String WRITE =
      """
      with written as (
        insert into relay.event (tenant_id, id, type, version, payload, tags, occurred_at, actor,
                                 correlation_id, causation_id, trace_parent)
        select ?, e.id, e.type, e.version, e.payload::jsonb, string_to_array(e.tags, e'\\x1f'),
               ?, ?, ?, ?::uuid, ?::text
        from unnest(?::uuid[], ?::text[], ?::int[], ?::text[], ?::text[])
             as e (id, type, version, payload, tags)
      )
      insert into relay.delivery (tenant_id, id, event_id, listener, queue, priority, available_at,
                                  unique_key)
      select ?, d.id, d.event_id, d.listener, d.queue, d.priority,
             coalesce(?::timestamptz, now()), d.unique_key
      from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::int[], ?::text[])
           as d (id, event_id, listener, queue, priority, unique_key)
      """;

  /** Only where a key was given: preparing for a conflict costs every row. */
  private static final String WRITE_UNIQUE =
      WRITE
          + "on conflict (tenant_id, listener, unique_key) where unique_key is not null do nothing";

  private final EventMap<?> map;
  private final Payloads payloads;
  private final Clock clock;
  private final DueTime due;

  public Outbox(EventMap<?> map, Payloads payloads, Clock clock, DueTime due) {
    this.map = map;
    this.payloads = payloads;
    this.clock = clock;
    this.due = due;
  }

  /** Writes the events; answers the queues that have something to do once this commits. */
  public Set<String> write(Connection connection, Scope scope, List<Object> announced)
      throws SQLException {
    if (announced.isEmpty()) {
      return Set.of();
    }
    var rows = new Rows();
    announced.forEach(rows::add);
    Sql.of(connection, rows.anyUnique ? WRITE_UNIQUE : WRITE)
        .set(scope.tenant())
        .set(clock.instant())
        .set(scope.actor())
        .set(scope.correlation())
        .set(scope.causation())
        .set(scope.traceParent())
        .set(rows.ids)
        .set(rows.types)
        .set(rows.versions)
        .set(rows.payloads)
        .set(rows.tags)
        .set(scope.tenant())
        .set(due.now())
        .set(rows.deliveries)
        .set(rows.events)
        .set(rows.listeners)
        .set(rows.queues)
        .set(rows.priorities)
        .set(rows.uniqueKeys)
        .run();
    return new HashSet<>(rows.queues);
  }

  /** The columns of both tables, as the statement's arrays want them. */
  private final class Rows {
    final List<UUID> ids = new ArrayList<>();
    final List<String> types = new ArrayList<>();
    final List<Integer> versions = new ArrayList<>();
    final List<String> payloads = new ArrayList<>();
    final List<String> tags = new ArrayList<>();
    final List<UUID> deliveries = new ArrayList<>();
    final List<UUID> events = new ArrayList<>();
    final List<String> listeners = new ArrayList<>();
    final List<String> queues = new ArrayList<>();
    final List<Integer> priorities = new ArrayList<>();
    final List<@Nullable String> uniqueKeys = new ArrayList<>();
    boolean anyUnique;

    void add(Object event) {
      var binding = map.bindingOf(event);
      var id = UuidV7.from(clock);
      ids.add(id);
      types.add(binding.type());
      versions.add(binding.version());
      payloads.add(Outbox.this.payloads.write(event));
      tags.add(joined(map.tagsOf(event)));
      for (var listener : binding.listeners()) {
        add(id, listener, event);
      }
    }

    @SuppressWarnings("unchecked") // the map binds listeners to events they accept
    private void add(UUID eventId, Listener<?> listener, Object event) {
      deliveries.add(UuidV7.from(clock));
      events.add(eventId);
      listeners.add(listener.name());
      queues.add(listener.queue());
      priorities.add(listener.priority());
      var key = ((Listener<Object>) listener).uniqueBy(event);
      uniqueKeys.add(key);
      anyUnique |= key != null;
    }
  }

  private static String joined(List<String> given) {
    var tags = given.stream().distinct().toList();
    if (tags.size() > EventMap.MOST_TAGS) {
      throw new IllegalArgumentException(
          "%d tags, expected at most %d: %s".formatted(tags.size(), EventMap.MOST_TAGS, tags));
    }
    for (var tag : tags) {
      if (tag.isEmpty() || tag.length() > 300 || tag.contains(SEPARATOR)) {
        throw new IllegalArgumentException("not a tag: '%s'".formatted(tag));
      }
    }
    return String.join(SEPARATOR, tags);
  }
}
