package com.quittance.relay;

import com.quittance.relay.event.Outbox;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The application's transactions: of one tenant, with the events announced in them. */
public final class Transactions {

  /** Both settings end with the transaction. */
  private static final String TENANT =
      "select set_config('app.tenant_id', ?, true),"
          + " set_config('idle_in_transaction_session_timeout', ?, true)";

  private final DataSource application;
  private final Outbox outbox;
  private final Witness witness;
  private final Consumer<Set<String>> wake;
  private final String idleLimit;
  private final Clock clock;

  /**
   * @param idleLimit the database ends a transaction that does nothing for this long: one whose
   *     process is frozen must not keep its locks, and its deliveries, for ever
   */
  Transactions(
      DataSource application,
      Outbox outbox,
      Witness witness,
      Consumer<Set<String>> wake,
      Duration idleLimit,
      Clock clock) {
    this.application = application;
    this.outbox = outbox;
    this.witness = witness;
    this.wake = wake;
    this.clock = clock;
    this.idleLimit = idleLimit.toMillis() + "ms";
  }

  /**
   * Runs the work in a transaction of the scope's tenant: row-level security shows no other's rows.
   * Commits with the announced events, or rolls all back and passes the exception on.
   *
   * <p>A call inside a call is a second connection and a second transaction; pass the {@link Tx}
   * along instead.
   *
   * @throws UncheckedSqlException when the database refuses or is not there
   */
  public <R extends @Nullable Object> R in(Scope scope, TxWork<R> work) {
    return commit(
        scope,
        tx -> {
          tell(tx);
          return work.in(tx);
        });
  }

  /**
   * As {@link #in(Scope, TxWork)}, for work that begins with a lock and a query.
   *
   * @throws UncheckedSqlException also when the query answers more than one row
   */
  public <A, R extends @Nullable Object> R in(
      Scope scope, FirstQuery<A> query, FirstQuery.Work<A, R> work) {
    return commit(scope, tx -> work.in(tx, tell(tx, query)));
  }

  private <R extends @Nullable Object> R commit(Scope scope, TxWork<R> work) {
    Set<String> queues;
    R result;
    try (var connection = application.getConnection()) {
      connection.setAutoCommit(false);
      try {
        var tx = new Tx(connection, scope, clock);
        result = work.in(tx);
        queues = write(tx);
        connection.commit();
      } catch (Throwable failure) {
        rollBack(connection, failure);
        throw failure;
      }
      connection.setAutoCommit(true);
    } catch (SQLException refused) {
      throw new UncheckedSqlException(refused);
    }
    if (!queues.isEmpty()) {
      wake.accept(queues);
    }
    return result;
  }

  /** As {@link #in(Scope, TxWork)}, for work that answers nothing. */
  public void run(Scope scope, TxVoid work) {
    this.<@Nullable Void>in(
        scope,
        tx -> {
          work.in(tx);
          return null;
        });
  }

  /**
   * Announces in a transaction that somebody else began and will end, such as a framework's: sets
   * the tenant for the rest of it, runs the work and writes the events.
   *
   * @param connection in a transaction, and of the application's role
   * @return to be run after the commit: wakes the listeners' workers. Forgotten, they find out
   *     within a second
   * @throws UncheckedSqlException when the database refuses; the transaction is to be rolled back
   */
  public Runnable join(Connection connection, Scope scope, TxVoid work) {
    try {
      if (connection.getAutoCommit()) {
        throw new IllegalStateException("no transaction to join: the connection is in auto-commit");
      }
      var tx = new Tx(connection, scope, clock);
      tell(tx);
      work.in(tx);
      var queues = write(tx);
      return queues.isEmpty() ? () -> {} : () -> wake.accept(queues);
    } catch (SQLException refused) {
      throw new UncheckedSqlException(refused);
    }
  }

  private Set<String> write(Tx tx) throws SQLException {
    var written = outbox.write(tx.connection(), tx.scope(), tx.announced(), tx.atEnd());
    if (!written.events().isEmpty()) {
      witness.announced(tx, written.events());
    }
    return written.queues();
  }

  private void tell(Tx tx) throws SQLException {
    told(tx, TENANT).run();
  }

  /** In one message, but one after the other: the policies see the tenant when the query runs. */
  private <A> FirstQuery.Found<A> tell(Tx tx, FirstQuery<A> query) throws SQLException {
    return query.ask(told(tx, TENANT + ", " + query.text()));
  }

  private Sql told(Tx tx, String text) {
    return Sql.of(tx.connection(), text).set(tx.tenant().toString()).set(idleLimit);
  }

  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException second) {
      failure.addSuppressed(second); // the connection is gone, and the transaction with it
    }
  }
}
