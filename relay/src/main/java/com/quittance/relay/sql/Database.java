package com.quittance.relay.sql;

import com.quittance.relay.UncheckedSqlException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own connections: one statement, one transaction, committed by itself unless asked
 * otherwise.
 */
public final class Database {

  /** What is done with a connection. */
  @FunctionalInterface
  public interface Use<R extends @Nullable Object> {
    R with(Connection connection) throws SQLException;
  }

  private final DataSource source;
  private final Set<Connection> byIndex =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  public Database(DataSource source) {
    this.source = source;
  }

  public <R extends @Nullable Object> R with(Use<R> use) throws SQLException {
    try (var connection = connection()) {
      return use.with(connection);
    }
  }

  /** Several statements, one transaction: committed when the use returns, else rolled back. */
  public <R extends @Nullable Object> R transaction(Use<R> use) throws SQLException {
    try (var connection = connection()) {
      connection.setAutoCommit(false);
      try {
        var result = use.with(connection);
        connection.commit();
        connection.setAutoCommit(true);
        return result;
      } catch (Throwable failure) {
        rollBack(connection, failure);
        throw failure;
      }
    }
  }

  /**
   * The engine's tables are empty most of the time. A plan that a connection remembers from then
   * reads a table from end to end, also when a hundred thousand wait in it: so it must use indexes.
   */
  private Connection connection() throws SQLException {
    var connection = source.getConnection();
    var physical = connection.unwrap(Connection.class);
    if (!byIndex.contains(physical)) {
      try (var statement = connection.createStatement()) {
        connection.setAutoCommit(true); // as each statement here expects
        statement.execute("set enable_seqscan = off");
        byIndex.add(physical);
      } catch (SQLException refused) {
        connection.close();
        throw refused;
      }
    }
    return connection;
  }

  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException second) {
      failure.addSuppressed(second); // the connection is gone, and the transaction with it
    }
  }

  /** For callers that have no better answer to a refusal than to pass it on. */
  public <R extends @Nullable Object> R ask(Use<R> use) {
    try {
      return with(use);
    } catch (SQLException refused) {
      throw new UncheckedSqlException(refused);
    }
  }
}
