package com.quittance.relay.queue;

import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Nodes in PostgreSQL, by its time. */
public final class DatabaseNodes implements Nodes {

  /**
   * One statement, so that many rescuers may run it at once: each takes rows that no other has
   * locked. Who is dead is decided first: a row that a living node has claimed since is looked at
   * again before it is locked, and then shows an owner that is not among the dead. A crash is
   * counted apart from failures; the last one allowed moves the delivery to the failed store.
   */
  private static final String RESCUE =
      """
      with lost as materialized (
        select d.ctid, d.* from relay.delivery d
        where d.owner = any (array (
          select distinct o.owner from relay.delivery o
          where o.owner is not null
            and not exists (select from relay.node n
                            where n.id = o.owner and n.seen_at > now() - make_interval(secs => ?))))
        limit 1000
        for update of d skip locked
      ), back as (
        update relay.delivery d
        set owner = null, leased_at = null, crash_count = d.crash_count + 1
        from lost where d.tenant_id = lost.tenant_id and d.id = lost.id
          and lost.crash_count + 1 < ?
        returning d.id
      ), gone as (
        delete from relay.delivery d
        using lost where d.tenant_id = lost.tenant_id and d.id = lost.id
          and lost.crash_count + 1 >= ?
        returning d.*
      ), kept as (
        insert into relay.failed_job (tenant_id, id, event_id, listener, queue, priority, attempt,
                                      crash_count, lease_no, unique_key, replay, batch_id, reason,
                                      error, failed_at)
        select tenant_id, id, event_id, listener, queue, priority, attempt, crash_count + 1,
               lease_no, unique_key, replay, batch_id, 'crashed',
               format('its node died %s times while it ran', crash_count + 1),
               coalesce(?::timestamptz, now())
        from gone
      ), told as (
        insert into relay.delivery (tenant_id, id, event_id, listener, queue, priority,
                                    available_at, replay)
        select tenant_id, uuidv7(), event_id, listener || '.gaveUp', queue, priority,
               coalesce(?::timestamptz, now()), replay
        from gone where listener = any (?::text[])
      ), history as (
        insert into relay.attempt (tenant_id, delivery_id, lease_no, event_id, listener, queue,
                                   replay, number, outcome, node, started_at,
                                   finished_at, error)
        select tenant_id, id, lease_no, event_id, listener, queue, replay, attempt + 1, 'crashed',
               owner, leased_at, now(), 'the node was no longer seen'
        from lost
        on conflict do nothing
      )
      select (select count(*) from back) as released, (select count(*) from gone) as quarantined
      """;

  /** What a node owns, without counting as a crash. */
  private static final String PUT_BACK =
      """
      with back as (
        update relay.delivery set owner = null, leased_at = null where owner = ?%s
        returning *
      )
      insert into relay.attempt (tenant_id, delivery_id, lease_no, event_id, listener, queue,
                                 replay, number, outcome, node, started_at, finished_at)
      select tenant_id, id, lease_no, event_id, listener, queue, replay, attempt + 1, 'released', ?,
             now(), now()
      from back
      on conflict do nothing
      """;

  private static final String UNHEARD =
      " and leased_at < now() - make_interval(secs => ?) and id <> all (?::uuid[])";

  private final Database database;
  private final DueTime due;

  public DatabaseNodes(Database database, DueTime due) {
    this.database = database;
    this.due = due;
  }

  @Override
  public void register(UUID id, String name, Collection<String> queues) throws SQLException {
    database.with(
        c ->
            Sql.of(c, "insert into relay.node (id, name, queues) values (?, ?, ?::text[])")
                .set(id)
                .set(name)
                .set(queues)
                .update());
  }

  @Override
  public boolean renew(UUID id, Duration lease, long stale, int stuck) throws SQLException {
    return database.with(
        c ->
            Sql.of(
                        c,
                        """
                        update relay.node set seen_at = now(), stale = ?, stuck = ?
                        where id = ? and seen_at > now() - make_interval(secs => ?)
                        """)
                    .set(stale)
                    .set(stuck)
                    .set(id)
                    .set(lease)
                    .update()
                == 1);
  }

  @Override
  public void remove(UUID id) throws SQLException {
    database.with(c -> Sql.of(c, "delete from relay.node where id = ?").set(id).update());
  }

  @Override
  public int handOver(UUID id) throws SQLException {
    return database.with(c -> Sql.of(c, PUT_BACK.formatted("")).set(id).set(id).update());
  }

  @Override
  public int putBackUnheard(UUID id, Duration heldFor, Collection<UUID> known) throws SQLException {
    return database.with(
        c ->
            Sql.of(c, PUT_BACK.formatted(UNHEARD))
                .set(id)
                .set(heldFor)
                .set(known)
                .set(id)
                .update());
  }

  @Override
  public Rescued rescue(Duration lease, int crashLimit, List<String> givingUp) throws SQLException {
    return database.with(
        c ->
            Sql.of(c, RESCUE)
                .set(lease)
                .set(crashLimit)
                .set(crashLimit)
                .set(due.now())
                .set(due.now())
                .set(givingUp)
                .first(row -> new Rescued(row.getInt("released"), row.getInt("quarantined")))
                .orElseThrow());
  }

  @Override
  public void prune(Duration unseenFor) throws SQLException {
    database.with(
        c ->
            Sql.of(c, "delete from relay.node where seen_at < now() - make_interval(secs => ?)")
                .set(unseenFor)
                .update());
  }

  @Override
  public void makePartitions(int monthsAhead) throws SQLException {
    database.with(
        c -> {
          Sql.of(c, "select relay.make_partitions(?)").set(monthsAhead).run();
          return null;
        });
  }
}
