package com.quittance.relay.queue;

import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Queues nothing is claimed from, and listeners that are not called. Outlives nodes; what runs
 * finishes.
 */
public final class Pauses {

  private static final int BATCH = 5_000;

  private final Database database;
  private final DueTime due;
  private final Consumer<Set<String>> wake;

  public Pauses(Database database, DueTime due, Consumer<Set<String>> wake) {
    this.database = database;
    this.due = due;
    this.wake = wake;
  }

  public void pause(String queue) {
    database.ask(
        c ->
            Sql.of(c, "insert into relay.queue_pause (queue) values (?) on conflict do nothing")
                .set(queue)
                .update());
  }

  public void resume(String queue) {
    database.ask(
        c -> Sql.of(c, "delete from relay.queue_pause where queue = ?").set(queue).update());
    wake.accept(Set.of(queue));
  }

  public List<String> paused() {
    return database.ask(
        c ->
            Sql.of(c, "select queue from relay.queue_pause order by queue")
                .list(row -> row.getString("queue")));
  }

  /** Its deliveries wait, and use up no tries; other listeners of its queue go on. */
  public void pauseListener(String listener) {
    database.ask(
        c ->
            Sql.of(
                    c,
                    """
                    insert into relay.listener_state as s (listener, paused_at) values (?, now())
                    on conflict (listener) do update set paused_at = coalesce(s.paused_at, now())
                    """)
                .set(listener)
                .update());
  }

  /**
   * A claim that still found it paused holds the row it read, so what it set aside is there when
   * the update is through.
   */
  public void resumeListener(String listener) {
    database.ask(
        c ->
            Sql.of(c, "update relay.listener_state set paused_at = null where listener = ?")
                .set(listener)
                .update());
    release(listener, "pause");
  }

  /** Makes claimable what was set aside for that reason; some thousands by one statement. */
  void release(String listener, String held) {
    List<String> queues;
    do {
      queues =
          database.ask(
              c ->
                  Sql.of(
                          c,
                          """
                          update relay.delivery d
                          set held = null, available_at = coalesce(?::timestamptz, now())
                          where d.ctid = any (array (
                            select h.ctid from relay.delivery h
                            where h.owner is null and h.held = ? and h.listener = ?
                            order by h.available_at limit ? for update skip locked))
                          returning d.queue
                          """)
                      .set(due.now())
                      .set(held)
                      .set(listener)
                      .set(BATCH)
                      .list(row -> row.getString("queue")));
      wake.accept(Set.copyOf(queues));
    } while (queues.size() == BATCH);
  }
}
