package com.quittance.relay;

import java.sql.SQLException;

/** The database refused or was not there; the cause has its SQLSTATE. */
public final class UncheckedSqlException extends RuntimeException {

  public UncheckedSqlException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  @Override
  public SQLException getCause() {
    return (SQLException) super.getCause();
  }
}
