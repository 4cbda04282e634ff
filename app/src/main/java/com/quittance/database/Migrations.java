package com.quittance.database;

import com.quittance.database.Database.Login;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** Brings a database to the present schema: the engine's tables and the product's. */
public final class Migrations {

  private Migrations() {}

  /** Safe to call from several processes at once; waits for a migration that is under way. */
  public static void migrate(Login login) {
    Flyway.configure()
        .dataSource(login.url(), login.user(), login.password())
        .locations("classpath:db/migration", "classpath:db/relay")
        // Both histories grow independently; versions are dates, so a later one may be older.
        .outOfOrder(true)
        .placeholders(
            Map.of(
                "appRole", Role.APPLICATION.roleName(),
                "relayRole", Role.RELAY.roleName(),
                "routerRole", Role.ROUTER.roleName()))
        .load()
        .migrate();
  }
}
