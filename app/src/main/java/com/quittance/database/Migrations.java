package com.quittance.database;

import com.quittance.database.Database.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Brings a database to the present schema: the engine's tables and the product's. */
public final class Migrations {

  private static final String[] FOLDERS = {"db/migration", "db/relay"};

  /** The first that has uuidv7(). */
  private static final int OLDEST = 18;

  private static final String MISSING_TABLE = "42P01";

  private Migrations() {}

  /**
   * Safe to call from several processes at once; waits for a migration that is under way. Cheap
   * when everything has been applied before.
   *
   * @throws DatabaseNotUsable when it cannot be entered or a migration fails
   */
  public static void migrate(Login login) {
    try {
      checkVersion(login);
      if (!applied(login).containsAll(shipped())) {
        flyway(login).migrate();
      }
    } catch (SQLException | FlywayException failed) {
      throw new DatabaseNotUsable(login, failed);
    }
  }

  private static void checkVersion(Login login) throws SQLException {
    try (var connection = connect(login)) {
      if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST) {
        throw new DatabaseNotUsable(
            login,
            "it is PostgreSQL %s, expected %d or later"
                .formatted(connection.getMetaData().getDatabaseProductVersion(), OLDEST));
      }
    }
  }

  private static Connection connect(Login login) throws SQLException {
    return DriverManager.getConnection(login.url(), login.user(), login.password());
  }

  private static Flyway flyway(Login login) {
    return Flyway.configure()
        .dataSource(login.url(), login.user(), login.password())
        .locations(FOLDERS)
        // Both histories grow independently; versions are dates, so a later one may be older.
        .outOfOrder(true)
        .placeholders(
            Map.of(
                "appRole", Role.APPLICATION.roleName(),
                "relayRole", Role.RELAY.roleName(),
                "routerRole", Role.ROUTER.roleName(),
                "peopleRole", Role.PEOPLE.roleName()))
        .load();
  }

  /** The names of the scripts that this database has seen through. */
  private static Set<String> applied(Login login) throws SQLException {
    try (var connection = connect(login);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("select script from flyway_schema_history where success")) {
      var scripts = new HashSet<String>();
      while (rows.next()) {
        scripts.add(rows.getString(1));
      }
      return scripts;
    } catch (SQLException refused) {
      if (MISSING_TABLE.equals(refused.getSQLState())) {
        return Set.of();
      }
      throw refused;
    }
  }

  private static Set<String> shipped() {
    var resources = new PathMatchingResourcePatternResolver();
    var scripts = new HashSet<String>();
    try {
      for (var folder : FOLDERS) {
        for (var script : resources.getResources("classpath*:%s/V*.sql".formatted(folder))) {
          scripts.add(String.valueOf(script.getFilename()));
        }
      }
      return scripts;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
