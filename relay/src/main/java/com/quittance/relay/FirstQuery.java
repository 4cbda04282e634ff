package com.quittance.relay;

import com.quittance.relay.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query that a transaction begins with. It is sent along with what tells the database the tenant,
 * and so costs no round trip of its own. It is a statement of its own behind that one: it sees the
 * tenant's rows, and whatever was committed before it.
 *
 * @param sql one query that answers one row, with question marks for its parameters
 * @param parameters in their order, none null, as JDBC's {@code setObject} takes them
 * @param row reads the row
 */
public record FirstQuery<A>(String sql, List<?> parameters, Sql.Row<A> row) {

  public FirstQuery {
    parameters = List.copyOf(parameters);
  }

  /** Work that is handed the query's answer. An exception rolls everything back. */
  @FunctionalInterface
  public interface Work<A, R extends @Nullable Object> {
    R in(Tx tx, A answer) throws SQLException;
  }
}
