package com.quittance.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Where a database is and who may enter. */
public record Database(String url, String user, String password) {

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** The name of the database, from the address. */
  public String name() {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return "Database[%s as %s]".formatted(url, user);
  }
}
