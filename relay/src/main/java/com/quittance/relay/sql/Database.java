package com.quittance.relay.sql;

import com.quittance.relay.UncheckedSqlException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The engine's own connections: one statement, one transaction, committed by itself. */
public final class Database {

  /** What is done with a connection. */
  @FunctionalInterface
  public interface Use<R extends @Nullable Object> {
    R with(Connection connection) throws SQLException;
  }

  private final DataSource source;

  public Database(DataSource source) {
    this.source = source;
  }

  public <R extends @Nullable Object> R with(Use<R> use) throws SQLException {
    try (var connection = source.getConnection()) {
      return use.with(connection);
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
