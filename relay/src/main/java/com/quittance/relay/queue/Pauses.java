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

  private final Database database;
  private final ListenerStates states;
  private final Consumer<Set<String>> wake;

  public Pauses(Database database, DueTime due, Consumer<Set<String>> wake) {
    this.database = database;
    this.states = new ListenerStates(due);
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
    database.ask(c -> states.pause(c, listener));
  }

  public void resumeListener(String listener) {
    wake.accept(database.ask(c -> states.resume(c, listener)));
  }
}
