package com.quittance.relay.queue;

import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.util.List;

/** Queues nothing is claimed from. Outlives nodes; what runs finishes. */
public final class Pauses {

  private final Database database;

  public Pauses(Database database) {
    this.database = database;
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
  }

  public List<String> paused() {
    return database.ask(
        c ->
            Sql.of(c, "select queue from relay.queue_pause order by queue")
                .list(row -> row.getString("queue")));
  }
}
