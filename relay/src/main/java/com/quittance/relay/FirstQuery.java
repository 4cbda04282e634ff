package com.quittance.relay;

import com.quittance.relay.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock that a transaction begins with, and a query behind it. Both are sent along with what tells
 * the database the tenant, and so cost no round trip of their own. The query is a statement of its
 * own behind the lock: under {@code read committed} it sees the tenant's rows, and whatever was
 * committed by whoever had the lock before.
 *
 * @param lock a name in the whole database, so it begins with the tenant's id if the lock is the
 *     tenant's; kept to the end of the transaction. Nobody waits for it
 * @param sql one query that answers one row or none, with question marks for its parameters
 * @param parameters in their order, none null, as JDBC's {@code setObject} takes them
 * @param row reads the row
 */
public record FirstQuery<A>(String lock, String sql, List<?> parameters, Sql.Row<A> row) {

  private static final String LOCK = "pg_try_advisory_xact_lock(hashtextextended(?, 7)) as locked";

  public FirstQuery {
    parameters = List.copyOf(parameters);
  }

  /**
   * @param locked false while another transaction has the lock
   * @param row none without the lock, whatever the query finds: who has it may not have committed
   */
  public record Found<A>(boolean locked, Optional<A> row) {}

  /** Work that is handed the query's answer. An exception rolls everything back. */
  @FunctionalInterface
  public interface Work<A, R extends @Nullable Object> {
    R in(Tx tx, Found<A> found) throws SQLException;
  }

  /**
   * The same in a transaction that has begun, for a round trip.
   *
   * @throws UncheckedSqlException when the database refuses, or answers more than one row
   */
  public Found<A> in(Tx tx) {
    try {
      return ask(Sql.of(tx.connection(), "select " + text()));
    } catch (SQLException refused) {
      throw new UncheckedSqlException(refused);
    }
  }

  /** The lock, as the last column of a statement, and the query behind that. */
  String text() {
    return LOCK + "; " + sql;
  }

  /**
   * @param statement ends with {@link #text()}, and lacks the parameters of that
   */
  Found<A> ask(Sql statement) throws SQLException {
    statement.set(lock);
    parameters.forEach(statement::set);
    return statement.two(
        first -> first.getBoolean("locked"),
        row,
        (locked, found) -> new Found<>(locked, locked ? found : Optional.empty()));
  }
}
