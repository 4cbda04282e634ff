package com.quittance.people;

import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.TxVoid;
import com.quittance.relay.TxWork;
import com.quittance.relay.UncheckedSqlException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that reach people: in a database role of their own, which the rest of the
 * application does not have. Otherwise they are like all others, of one tenant and with its events.
 */
public final class Register {

  /** Whose events are those of no company: the operators' chain of the audit log. */
  static final UUID NO_COMPANY = new UUID(0, 0);

  private final DataSource people;
  private final Transactions transactions;

  /**
   * @param people in the role that may see people
   */
  public Register(DataSource people, Transactions transactions) {
    this.people = people;
    this.transactions = transactions;
  }

  <R extends @Nullable Object> R in(Scope scope, TxWork<R> work) {
    var result = new ArrayList<R>(1);
    Runnable wake;
    try (var connection = people.getConnection()) {
      connection.setAutoCommit(false);
      try {
        wake = transactions.join(connection, scope, tx -> result.add(work.in(tx)));
        connection.commit();
      } catch (Throwable failure) {
        rollBack(connection, failure);
        throw failure;
      }
      connection.setAutoCommit(true);
    } catch (SQLException refused) {
      throw new UncheckedSqlException(refused);
    }
    wake.run();
    return result.getFirst();
  }

  void run(Scope scope, TxVoid work) {
    in(
        scope,
        tx -> {
          work.in(tx);
          return true;
        });
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
