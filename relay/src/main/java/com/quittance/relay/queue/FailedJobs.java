package com.quittance.relay.queue;

import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The failed store, of all tenants: for operators. */
public final class FailedJobs {

  private static final String SELECT =
      """
      select f.*, coalesce(e.type, '?') as type
      from relay.failed_job f
      left join lateral (
        select e.type from relay.event e
        where e.tenant_id = f.tenant_id and e.id = f.event_id limit 1
      ) e on true
      """;

  /**
   * Locks first, so that of two who retry one job the second finds it gone. Inserts, and deletes
   * only what was inserted: a job whose unique key is waiting again stays in the store. The lease
   * number goes on, so that an attempt of old stays fenced out.
   */
  private static final String RETRY =
      """
      with taken as materialized (
        select * from relay.failed_job where id = coalesce(?::uuid, id) for update
      ), back as (
        insert into relay.delivery (tenant_id, id, event_id, listener, queue, priority,
                                    available_at, lease_no, unique_key, replay)
        select tenant_id, id, event_id, listener, queue, priority,
               coalesce(?::timestamptz, now()), lease_no, unique_key, replay
        from taken
        on conflict do nothing
        returning tenant_id, id
      )
      delete from relay.failed_job f using back b
      where f.tenant_id = b.tenant_id and f.id = b.id
      returning f.queue
      """;

  private final Database database;
  private final DueTime due;
  private final Consumer<Set<String>> wake;

  public FailedJobs(Database database, DueTime due, Consumer<Set<String>> wake) {
    this.database = database;
    this.due = due;
    this.wake = wake;
  }

  /** The latest first. */
  public List<FailedJob> list(int limit) {
    return database.ask(
        c ->
            Sql.of(c, SELECT + " order by f.failed_at desc, f.id desc limit ?")
                .set(limit)
                .list(FailedJobs::read));
  }

  public Optional<FailedJob> find(UUID id) {
    return database.ask(c -> Sql.of(c, SELECT + " where f.id = ?").set(id).first(FailedJobs::read));
  }

  /**
   * Puts the job back with all its tries. False: it is not in the store, or a delivery with its
   * unique key already waits.
   */
  public boolean retry(UUID id) {
    return putBack(id) == 1;
  }

  /** Puts all back; answers how many. */
  public int retryAll() {
    return putBack(null);
  }

  public boolean forget(UUID id) {
    return database.ask(
            c -> Sql.of(c, "delete from relay.failed_job where id = ?").set(id).update())
        == 1;
  }

  /** Forgets all; answers how many. */
  public int flush() {
    return database.ask(c -> Sql.of(c, "delete from relay.failed_job").update());
  }

  private int putBack(@Nullable UUID id) {
    var queues =
        database.ask(
            c -> Sql.of(c, RETRY).set(id).set(due.now()).list(row -> row.getString("queue")));
    if (!queues.isEmpty()) {
      wake.accept(new HashSet<>(queues));
    }
    return queues.size();
  }

  private static FailedJob read(ResultSet row) throws SQLException {
    return new FailedJob(
        Sql.uuid(row, "tenant_id"),
        Sql.uuid(row, "id"),
        Sql.uuid(row, "event_id"),
        row.getString("type"),
        row.getString("listener"),
        row.getString("queue"),
        row.getInt("attempt"),
        row.getInt("crash_count"),
        row.getBoolean("replay"),
        row.getString("reason"),
        row.getString("error"),
        Sql.instant(row, "failed_at"));
  }
}
