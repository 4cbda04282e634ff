package com.quittance.relay.schedule;

import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.TxVoid;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** One run of a task, for one tenant and one time at which it was due. */
public final class DueRun {

  private final Transactions transactions;
  private final TaskRuns runs;
  private final TaskRuns.Lease lease;
  private final Scope scope;
  private final AtomicBoolean completed = new AtomicBoolean();

  DueRun(Transactions transactions, TaskRuns runs, TaskRuns.Lease lease, Scope scope) {
    this.transactions = transactions;
    this.runs = runs;
    this.lease = lease;
    this.scope = scope;
  }

  /** Of the tenant, in the name of the task. */
  public Scope scope() {
    return scope;
  }

  /** When it should have run; the run itself may be later. */
  public Instant dueAt() {
    return lease.dueAt();
  }

  /**
   * Does it in the transaction that ends the run: once for this time, whatever crashes. Announce
   * events here for all that is slow.
   *
   * @throws Overtaken when another node has taken the run over; nothing is changed
   */
  public void complete(TxVoid work) {
    transactions.run(
        scope,
        tx -> {
          if (!runs.complete(tx.connection(), lease)) {
            throw new Overtaken(lease);
          }
          work.in(tx);
        });
    completed.set(true);
  }

  boolean isCompleted() {
    return completed.get();
  }

  /** The run took so long that another node has begun it again. */
  public static final class Overtaken extends RuntimeException {

    private static final long serialVersionUID = 1;

    Overtaken(TaskRuns.Lease lease) {
      super("task %s, due %s, was taken over".formatted(lease.task(), lease.dueAt()));
    }
  }
}
