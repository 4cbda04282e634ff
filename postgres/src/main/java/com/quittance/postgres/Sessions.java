package com.quittance.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** The administrator's connections to the embedded server. */
final class Sessions {
  private Sessions() {}

  /** How a server answers a connection attempt. */
  enum Answer {
    READY,
    /** Starting up, recovering or shutting down. */
    BUSY,
    SILENT,
    WRONG_PASSWORD
  }

  /** The session every opener keeps, so that nobody stops the server under another. */
  static final String ANCHOR = "quittance-anchor";

  static Connection connect(Credentials credentials, String name) throws SQLException {
    return connect(credentials, name, Duration.ofSeconds(30));
  }

  private static Connection connect(Credentials credentials, String name, Duration patience)
      throws SQLException {
    var seconds = Long.toString(Math.max(1, patience.toSeconds()));
    var properties = new Properties();
    properties.setProperty("user", Credentials.ADMIN);
    properties.setProperty("password", credentials.adminPassword());
    properties.setProperty("ApplicationName", name);
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    return DriverManager.getConnection(credentials.url("postgres"), properties);
  }

  static Answer ask(Credentials credentials, Duration patience) {
    try (var _ = connect(credentials, "quittance-check", patience)) {
      return Answer.READY;
    } catch (SQLException e) {
      return switch (String.valueOf(e.getSQLState())) {
        case "57P03" -> Answer.BUSY;
        case "28P01", "28000" -> Answer.WRONG_PASSWORD;
        case String s when s.startsWith("53") -> Answer.READY; // full, but alive
        default -> Answer.SILENT;
      };
    }
  }

  /** Makes role and database when they are not there. */
  static void furnish(Connection admin, Credentials credentials) throws SQLException {
    if (count(admin, "select count(*) from pg_roles where rolname = 'quittance'") == 0) {
      execute(
          admin,
          "create role quittance login createrole password '%s'".formatted(credentials.password()));
    }
    if (count(admin, "select count(*) from pg_database where datname = 'quittance'") == 0) {
      execute(admin, "create database quittance owner quittance");
    }
  }

  static int others(Connection admin, boolean anchorsOnly) throws SQLException {
    var sql =
        """
        select count(*) from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid()
        """;
    return count(admin, anchorsOnly ? sql + " and application_name = '" + ANCHOR + "'" : sql);
  }

  static int count(Connection admin, String sql) throws SQLException {
    try (var statement = admin.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  static void execute(Connection admin, String sql) throws SQLException {
    try (var statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }
}
