package com.quittance.relay.monitor;

import com.quittance.relay.EventMap;
import com.quittance.relay.Listener;
import com.quittance.relay.RelaySettings;
import com.quittance.relay.UncheckedSqlException;
import com.quittance.relay.queue.DueTime;
import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** What operators see: queues, nodes, and the way of one delivery. Of all tenants. */
public final class Monitor {

  private static final String QUEUES =
      """
      with hot as (
        select queue,
               count(*) filter (where owner is null and available_at <= t.now) as waiting,
               count(*) filter (where owner is null and available_at > t.now) as delayed,
               count(*) filter (where owner is not null) as running,
               extract(epoch from max(t.now - available_at)
                                    filter (where owner is null and available_at <= t.now)) as oldest
        from relay.delivery, (select coalesce(?::timestamptz, now()) as now) t
        group by queue
      ), failed as (
        select queue, count(*) as failed from relay.failed_job group by queue
      ), served as (
        select q as queue, count(*) as nodes from relay.node, unnest(queues) q
        where seen_at > now() - make_interval(secs => ?) group by q
      ), names as (
        select unnest(?::text[]) as queue
        union select queue from hot union select queue from failed
        union select queue from served union select queue from relay.queue_pause
      )
      select names.queue, coalesce(waiting, 0) as waiting, coalesce(delayed, 0) as delayed,
             coalesce(running, 0) as running, coalesce(failed, 0) as failed,
             coalesce(oldest, 0) as oldest, coalesce(nodes, 0) as nodes,
             exists (select from relay.queue_pause p where p.queue = names.queue) as paused
      from names
      left join hot using (queue) left join failed using (queue) left join served using (queue)
      order by names.queue
      """;

  private static final String LISTENERS =
      """
      with held as (
        select listener, count(*) as held from relay.delivery
        where owner is null and held in ('pause', 'circuit', 'rate') group by listener
      )
      select coalesce(k.listener, s.listener) as listener, k.queue, s.paused_at, s.opened_at,
             s.retry_at, coalesce(s.failures, 0) as failures,
             case when s.opened_at is not null then s.last_error end as last_error,
             coalesce(h.held, 0) as held
      from unnest(?::text[], ?::text[]) k (listener, queue)
      full join relay.listener_state s on s.listener = k.listener
      left join held h on h.listener = coalesce(k.listener, s.listener)
      where k.listener is not null or s.paused_at is not null or s.opened_at is not null
      order by 1
      """;

  private static final String HISTORY =
      """
      select a.*, coalesce(e.type, '?') as type
      from relay.attempt a
      left join relay.event e on e.tenant_id = a.tenant_id and e.id = a.event_id
      where a.tenant_id = ? and %s
      order by a.started_at, a.delivery_id, a.lease_no
      limit 1000
      """;

  private final Database database;
  private final DueTime due;
  private final Duration lease;
  private final EventMap<?> map;
  private final Explainer explainer;
  private final DeliveryFinder finder;

  public Monitor(Database database, DueTime due, RelaySettings settings, EventMap<?> map) {
    this.database = database;
    this.due = due;
    this.lease = settings.lease();
    this.map = map;
    this.explainer = new Explainer(lease, settings.limits());
    this.finder = new DeliveryFinder(due);
  }

  public List<QueueState> queues() {
    return database.ask(
        c ->
            Sql.of(c, QUEUES).set(due.now()).set(lease).set(map.queues()).list(Monitor::readQueue));
  }

  /** Those of this program, and others that are held back; by name. */
  public List<ListenerState> listeners() {
    var names = map.listeners().stream().map(Listener::name).toList();
    var queues = map.listeners().stream().map(Listener::queue).toList();
    return database.ask(
        c -> Sql.of(c, LISTENERS).set(names).set(queues).list(Monitor::readListener));
  }

  /** The live ones, and those that died a short while ago. */
  public List<NodeState> nodes() {
    return database.ask(
        c ->
            Sql.of(
                    c,
                    """
                    select n.*, n.seen_at > now() - make_interval(secs => ?) as alive,
                           (select count(*) from relay.delivery d where d.owner = n.id) as running
                    from relay.node n order by n.started_at, n.id
                    """)
                .set(lease)
                .list(Monitor::readNode));
  }

  /**
   * Deliveries in every state, by what they deliver and where they stand, those of the newest event
   * first. Looks at a bounded number of rows, however many are stored: a page may be short and
   * still have a {@linkplain DeliveryPage#next() next} one.
   */
  public DeliveryPage deliveries(DeliverySearch search) {
    try {
      return database.transaction(c -> finder.find(c, search));
    } catch (SQLException refused) {
      throw new UncheckedSqlException(refused);
    }
  }

  /** What PostgreSQL cannot forget yet, and whether it hurts. */
  public Horizon horizon() {
    return database.ask(
        c -> Sql.of(c, "select * from relay.horizon()").first(Monitor::readHorizon).orElseThrow());
  }

  /** Why the delivery is not running, or what became of it. */
  public Explanation explain(UUID delivery) {
    return database.ask(c -> explainer.explain(c, delivery));
  }

  /** All attempts for one event, the earliest first. */
  public List<PastAttempt> historyOfEvent(UUID tenant, UUID event) {
    return history("a.event_id = ?", tenant, event);
  }

  /** All attempts for the events that follow from one request, the earliest first. */
  public List<PastAttempt> historyOfCorrelation(UUID tenant, UUID correlation) {
    return history(
        "a.event_id in (select id from relay.event c "
            + "where c.tenant_id = a.tenant_id and c.correlation_id = ?)",
        tenant,
        correlation);
  }

  private List<PastAttempt> history(String condition, UUID tenant, UUID value) {
    return database.ask(
        c ->
            Sql.of(c, HISTORY.formatted(condition))
                .set(tenant)
                .set(value)
                .list(Monitor::readAttempt));
  }

  private static QueueState readQueue(ResultSet row) throws SQLException {
    return new QueueState(
        row.getString("queue"),
        row.getLong("waiting"),
        row.getLong("delayed"),
        row.getLong("running"),
        row.getLong("failed"),
        Duration.ofMillis(row.getBigDecimal("oldest").movePointRight(3).longValue()),
        row.getInt("nodes"),
        row.getBoolean("paused"));
  }

  private static ListenerState readListener(ResultSet row) throws SQLException {
    return new ListenerState(
        row.getString("listener"),
        row.getString("queue"),
        row.getObject("paused_at") != null,
        Sql.instantOrNull(row, "opened_at"),
        Sql.instantOrNull(row, "retry_at"),
        row.getInt("failures"),
        row.getString("last_error"),
        row.getLong("held"));
  }

  private static Horizon readHorizon(ResultSet row) throws SQLException {
    var seconds = row.getObject("oldest_seconds", Double.class);
    return new Horizon(
        row.getLong("dead_deliveries"),
        row.getLong("live_deliveries"),
        Sql.instantOrNull(row, "last_vacuum"),
        seconds == null ? null : Duration.ofMillis((long) (seconds * 1000)),
        row.getInt("oldest_pid"),
        row.getString("oldest_state"),
        row.getObject("xmin_age", Long.class),
        row.getString("xmin_holder"));
  }

  private static NodeState readNode(ResultSet row) throws SQLException {
    return new NodeState(
        Sql.uuid(row, "id"),
        row.getString("name"),
        Arrays.asList((String[]) row.getArray("queues").getArray()),
        Sql.instant(row, "started_at"),
        Sql.instant(row, "seen_at"),
        row.getBoolean("alive"),
        row.getLong("running"),
        row.getLong("stale"),
        row.getInt("stuck"));
  }

  private static PastAttempt readAttempt(ResultSet row) throws SQLException {
    return new PastAttempt(
        Sql.uuid(row, "event_id"),
        row.getString("type"),
        Sql.uuid(row, "delivery_id"),
        row.getString("listener"),
        row.getString("queue"),
        row.getBoolean("replay"),
        row.getInt("number"),
        row.getString("outcome"),
        Sql.uuid(row, "node"),
        Sql.instant(row, "started_at"),
        Sql.instant(row, "finished_at"),
        row.getString("error"));
  }
}
