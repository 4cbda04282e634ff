package com.quittance.relay.event;

import com.quittance.relay.EventMap;
import com.quittance.relay.Listener;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import com.quittance.relay.queue.DueTime;
import com.quittance.relay.sql.Fragment;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes announced events and the deliveries they cause in the announcing transaction. */
public final class Outbox {

  // U+001F, the unit separator: no tag contains it, so one text carries all tags of an event.
  private static final String SEPARATOR = "\u001f";

  /**
   * One statement for everything announced: a round trip costs more than the rows. It begins with
   * the {@code with} of {@link #with}.
   */
  private static final String EVENTS =
      """
      written as (
        insert into relay.event (tenant_id, id, type, version, payload, tags, occurred_at, actor,
                                 correlation_id, causation_id, trace_parent)
        select ?, e.id, e.type, e.version, e.payload::jsonb, string_to_array(e.tags, e'\\x1f'),
               ?, ?, ?, ?::uuid, ?::text
        from unnest(?::uuid[], ?::text[], ?::int[], ?::text[], ?::text[])
             as e (id, type, version, payload, tags)
      )
      """;

  private static final String PLAIN =
      EVENTS
          + """
            insert into relay.delivery (tenant_id, id, event_id, listener, queue, priority,
                                        available_at)
            select ?, d.id, d.event_id, d.listener, d.queue, d.priority,
                   coalesce(?::timestamptz, now())
            from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::int[])
                 as d (id, event_id, listener, queue, priority)
            """;

  /** With what few deliveries have: preparing for a conflict, for one, costs every row. */
  private static final String SPECIAL =
      EVENTS
          + """
            , given as (
              select ?::uuid as tenant_id, coalesce(?::timestamptz, now()) as now, d.*,
                     row_number() over (partition by d.listener, d.unique_key order by d.id) as turn
              from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::int[], ?::text[], ?::int8[],
                          ?::int8[], ?::int8[], ?::uuid[], ?::bool[])
                   as d (id, event_id, listener, queue, priority, unique_key, unique_for, delay, at,
                         batch_id, waits)
            ), taken as (
              insert into relay.unique_window as w (tenant_id, listener, unique_key, until)
              select tenant_id, listener, unique_key,
                     now + unique_for * interval '1 microsecond'
              from given
              where unique_key is not null and unique_for > 0 and turn = 1
              on conflict (tenant_id, listener, unique_key) do update set until = excluded.until
                where w.until <= (select now from given limit 1)
              returning listener, unique_key
            ), due as (
              select *, greatest(now + delay * interval '1 microsecond',
                                 timestamptz 'epoch' + at * interval '1 microsecond') as available_at
              from given g
              where unique_key is null or unique_for = 0
                or turn = 1 and exists (select from taken t where t.listener = g.listener
                                                              and t.unique_key = g.unique_key)
            ), made as (
              insert into relay.delivery (tenant_id, id, event_id, listener, queue, priority,
                                          available_at, unique_key, batch_id, held)
              select tenant_id, id, event_id, listener, queue, priority, available_at, unique_key,
                     batch_id, case when waits then 'batch' when available_at > now then 'delay' end
              from due
              on conflict (tenant_id, listener, unique_key) where unique_key is not null do nothing
              returning tenant_id, id, batch_id, held
            )
            insert into relay.batch (tenant_id, id, total, pending, created_at)
            select g.tenant_id, g.batch_id, count(m.id), count(m.id), min(g.now)
            from given g left join made m on m.id = g.id and m.held is distinct from 'batch'
            where g.batch_id is not null group by g.tenant_id, g.batch_id
            """;

  /** Those of which nothing was made, as all keys were taken. */
  private static final String EMPTY_BATCHES =
      """
      with empty as (
        update relay.batch set finished_at = created_at
        where tenant_id = ? and id = any (?::uuid[]) and pending = 0
        returning tenant_id, id
      )
      update relay.delivery d set held = null, batch_id = null from empty e
      where d.tenant_id = e.tenant_id and d.batch_id = e.id and d.held = 'batch'
      """;

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

  /**
   * What was written.
   *
   * @param queues have something to do once this commits
   */
  public record Written(List<StoredEvent> events, Set<String> queues) {
    static final Written NOTHING = new Written(List.of(), Set.of());
  }

  /**
   * @param along changes that are part of the statement that writes the events
   */
  public Written write(
      Connection connection, Scope scope, List<Announcement> announced, List<Fragment> along)
      throws SQLException {
    if (announced.isEmpty()) {
      if (!along.isEmpty()) {
        Fragment.join("; ", along).on(connection).run();
      }
      return Written.NOTHING;
    }
    var rows = new Rows(scope, clock.instant());
    announced.forEach(rows::add);
    var statement =
        with(along, Fragment.of(rows.special ? SPECIAL : PLAIN))
            .on(connection)
            .set(scope.tenant())
            .set(rows.now)
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
            .set(rows.priorities);
    if (rows.special) {
      rows.setSpecial(statement);
    }
    statement.run();
    if (!rows.batchesOfAll.isEmpty()) {
      Sql.of(connection, EMPTY_BATCHES).set(scope.tenant()).set(rows.batchesOfAll).run();
    }
    return new Written(List.copyOf(rows.stored), new HashSet<>(rows.queues));
  }

  /** In one statement: PostgreSQL starts and ends each, which costs beside the rows it writes. */
  private static Fragment with(List<Fragment> along, Fragment events) {
    var parts = new ArrayList<Fragment>();
    for (var change : along) {
      parts.add(Fragment.format("along_" + parts.size() + " as (%s)", change));
    }
    parts.add(events);
    return Fragment.format("with %s", Fragment.join(", ", parts));
  }

  /** The columns of both tables, as the statement's arrays want them. */
  private final class Rows {
    final Scope scope;
    final Instant now;
    final List<StoredEvent> stored = new ArrayList<>();
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
    final List<Long> uniqueFor = new ArrayList<>();
    final List<Long> delays = new ArrayList<>();
    final List<@Nullable Long> times = new ArrayList<>();
    final List<@Nullable UUID> batches = new ArrayList<>();
    final List<Boolean> waits = new ArrayList<>();
    final Set<UUID> batchesOfAll = new HashSet<>();
    boolean special;

    Rows(Scope scope, Instant now) {
      this.scope = scope;
      this.now = now;
    }

    void add(Announcement announced) {
      var event = announced.event();
      var binding = map.bindingOf(event);
      var id = UuidV7.from(clock);
      var payload = Outbox.this.payloads.write(event);
      var tagged = checked(map.tagsOf(event));
      ids.add(id);
      types.add(binding.type());
      versions.add(binding.version());
      payloads.add(payload);
      tags.add(String.join(SEPARATOR, tagged));
      stored.add(
          new StoredEvent(
              scope.tenant(),
              id,
              binding.type(),
              binding.version(),
              payload,
              tagged,
              now,
              scope.actor(),
              scope.correlation(),
              scope.causation(),
              scope.traceParent()));
      special |= !announced.isPlain();
      if (announced.batch() != null) {
        batchesOfAll.add(announced.batch());
      }
      for (var listener : binding.listeners()) {
        add(id, listener, announced);
      }
    }

    @SuppressWarnings("unchecked") // the map binds listeners to events they accept
    private void add(UUID eventId, Listener<?> listener, Announcement announced) {
      deliveries.add(UuidV7.from(clock));
      events.add(eventId);
      listeners.add(listener.name());
      queues.add(listener.queue());
      priorities.add(listener.priority());
      var key = ((Listener<Object>) listener).uniqueBy(announced.event());
      var delay = listener.delay();
      uniqueKeys.add(key);
      uniqueFor.add(micros(listener.uniqueFor()));
      delays.add(micros(delay));
      times.add(announced.at() == null ? null : DueTime.micros(announced.at()));
      batches.add(announced.batch());
      waits.add(announced.whenDone());
      special |= key != null || !delay.isZero();
    }

    private void setSpecial(Sql statement) {
      statement.set(uniqueKeys).set(uniqueFor).set(delays).set(times).set(batches).set(waits);
    }
  }

  private static long micros(Duration duration) {
    return TimeUnit.MICROSECONDS.convert(duration);
  }

  private static List<String> checked(List<String> given) {
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
    return tags;
  }
}
