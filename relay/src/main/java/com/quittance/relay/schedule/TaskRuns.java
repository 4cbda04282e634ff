package com.quittance.relay.schedule;

import com.quittance.relay.Tx;
import com.quittance.relay.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;

/** Which scheduled tasks were done for which due time. */
public final class TaskRuns {

  private TaskRuns() {}

  /**
   * Claims one due time of a task for the transaction's tenant. Of many claims one is true, and it
   * holds only if the transaction commits. False: done before.
   */
  public static boolean claim(Tx tx, String task, Instant dueAt) throws SQLException {
    return Sql.of(
                tx.connection(),
                """
                insert into relay.task_run (tenant_id, task, due_at) values (?, ?, ?)
                on conflict do nothing
                """)
            .set(tx.tenant())
            .set(task)
            .set(dueAt)
            .update()
        == 1;
  }

  /** Whether that due time was claimed before. */
  public static boolean hasRun(Tx tx, String task, Instant dueAt) throws SQLException {
    return Sql.of(
                tx.connection(),
                "select from relay.task_run where tenant_id = ? and task = ? and due_at = ?")
            .set(tx.tenant())
            .set(task)
            .set(dueAt)
            .list(_ -> true)
            .size()
        == 1;
  }
}
