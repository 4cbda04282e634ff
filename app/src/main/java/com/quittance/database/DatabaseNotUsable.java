package com.quittance.database;

import com.quittance.database.Database.Login;

/** The database the settings name cannot be entered, or not brought to the present schema. */
public final class DatabaseNotUsable extends RuntimeException {

  private static final long serialVersionUID = 1;

  DatabaseNotUsable(Login login, Throwable cause) {
    super("The database %s cannot be used: %s".formatted(login, first(cause)), cause);
  }

  private static String first(Throwable cause) {
    return String.valueOf(cause.getMessage()).strip().lines().findFirst().orElse("no reason given");
  }
}
