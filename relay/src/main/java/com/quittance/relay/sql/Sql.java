package com.quittance.relay.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One statement: parameters in the order of their question marks, then run. */
public final class Sql {

  /** Reads the row the cursor stands on. */
  @FunctionalInterface
  public interface Row<R> {
    R read(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final String text;
  private final List<@Nullable Object> parameters = new ArrayList<>();

  private Sql(Connection connection, String text) {
    this.connection = connection;
    this.text = text;
  }

  public static Sql of(Connection connection, String text) {
    return new Sql(connection, text);
  }

  /**
   * The next parameter. An {@link Instant} becomes a timestamptz, a {@link Duration} its seconds, a
   * collection of UUID, String, Long, Integer, Double or Boolean an array of that type.
   */
  public Sql set(@Nullable Object value) {
    parameters.add(value);
    return this;
  }

  /** Runs it, whatever it answers. */
  public void run() throws SQLException {
    try (var statement = prepare()) {
      statement.execute();
    }
  }

  /** The number of rows changed. */
  public int update() throws SQLException {
    try (var statement = prepare()) {
      return statement.executeUpdate();
    }
  }

  public <R> List<R> list(Row<R> row) throws SQLException {
    try (var statement = prepare();
        var rows = statement.executeQuery()) {
      var all = new ArrayList<R>();
      while (rows.next()) {
        all.add(row.read(rows));
      }
      return all;
    }
  }

  /** Whether it answers any row. */
  public boolean exists() throws SQLException {
    return !list(_ -> true).isEmpty();
  }

  public <R> Optional<R> first(Row<R> row) throws SQLException {
    return list(row).stream().findFirst();
  }

  /**
   * The one row of the first of two statements that the text holds, and the second's, if it answers
   * one: both go to the database in one message.
   *
   * @throws SQLException also when one answers more rows, or the first none
   */
  public <A, B, R> R two(Row<A> first, Row<B> second, BiFunction<A, Optional<B>, R> result)
      throws SQLException {
    try (var statement = prepare()) {
      statement.execute();
      var one = row(statement, first);
      statement.getMoreResults();
      return result.apply(
          one.orElseThrow(() -> new SQLException("expected one row, found none: " + text)),
          row(statement, second));
    }
  }

  private <R> Optional<R> row(PreparedStatement statement, Row<R> row) throws SQLException {
    try (var rows = statement.getResultSet()) {
      if (rows == null) {
        throw new SQLException("expected a query: " + text);
      }
      if (!rows.next()) {
        return Optional.empty();
      }
      var read = Optional.of(row.read(rows));
      if (rows.next()) {
        throw new SQLException("expected one row, found more: " + text);
      }
      return read;
    }
  }

  public static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static @Nullable UUID uuidOrNull(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    var value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private PreparedStatement prepare() throws SQLException {
    var statement = connection.prepareStatement(text);
    try {
      for (int i = 0; i < parameters.size(); i++) {
        bind(statement, i + 1, parameters.get(i));
      }
      return statement;
    } catch (SQLException | RuntimeException failure) {
      statement.close();
      throw failure;
    }
  }

  private void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case Instant instant ->
          statement.setObject(index, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
      case Duration duration -> statement.setDouble(index, duration.toMillis() / 1000.0);
      case Collection<?> values ->
          statement.setArray(index, connection.createArrayOf(typeOf(values), values.toArray()));
      default -> statement.setObject(index, value);
    }
  }

  private static String typeOf(Collection<?> values) {
    return switch (values.isEmpty() ? "" : firstNonNull(values)) {
      case UUID _ -> "uuid";
      case Long _ -> "int8";
      case Integer _ -> "int4";
      case Double _ -> "float8";
      case Boolean _ -> "bool";
      default -> "text";
    };
  }

  private static Object firstNonNull(Collection<?> values) {
    for (var value : values) {
      if (value != null) {
        return value;
      }
    }
    return "";
  }
}
