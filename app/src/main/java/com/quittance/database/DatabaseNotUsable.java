package com.quittance.database;

import com.quittance.database.Database.Login;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database the settings name cannot be entered, or not brought to the present schema. */
public final class DatabaseNotUsable extends RuntimeException {

  private static final long serialVersionUID = 1;

  DatabaseNotUsable(Login login, String reason) {
    super("The database %s cannot be used: %s".formatted(login, reason));
  }

  DatabaseNotUsable(Login login, Exception cause) {
    super("The database %s cannot be used: %s".formatted(login, reason(cause)), cause);
  }

  private static String reason(Exception cause) {
    var refused = refusal(cause);
    var said = first(refused == null ? cause : refused).replaceFirst("^(FATAL|ERROR): ", "");
    var state = refused == null ? "" : String.valueOf(refused.getSQLState());
    return said + fix(state);
  }

  private static @Nullable SQLException refusal(Throwable cause) {
    for (var each = cause; each != null; each = each.getCause()) {
      if (each instanceof SQLException refused) {
        return refused;
      }
    }
    return null;
  }

  /** By SQLSTATE, appendix A of PostgreSQL's documentation. */
  private static String fix(String state) {
    return switch (state) {
      case "28P01", "28000" ->
          "; set quittance.db.user (QUITTANCE_DB_USER) and quittance.db.password"
              + " (QUITTANCE_DB_PASSWORD) to a login it knows";
      case "3D000" -> "; create it, or set quittance.db.url (QUITTANCE_DB_URL) to one that exists";
      case "42501" ->
          "; set quittance.db.user (QUITTANCE_DB_USER) to a login that owns the database and may"
              + " create roles (createrole)";
      case "08001", "08004", "08006" ->
          "; start it, or set quittance.db.url (QUITTANCE_DB_URL) to one that answers";
      default -> "";
    };
  }

  private static String first(Throwable cause) {
    return String.valueOf(cause.getMessage()).strip().lines().findFirst().orElse("no reason given");
  }
}
