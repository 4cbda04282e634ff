package com.quittance.bench.relay;

import com.quittance.postgres.Database;
import com.quittance.postgres.ScratchDatabases;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A fresh database of a PostgreSQL with fsync on, and pools in the roles relay wants. */
final class BenchDatabase implements AutoCloseable {

  private final Database database = ScratchDatabases.create();
  private final HikariDataSource owner;
  private final HikariDataSource application;
  private final HikariDataSource engine;

  BenchDatabase() throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      for (var role : List.of("quittance_app", "quittance_relay")) {
        statement.execute( // roles are the cluster's, not the database's
            """
            do $$ begin
              if not exists (select from pg_roles where rolname = '%1$s') then
                create role %1$s nologin noinherit;
              end if;
              grant %1$s to current_user;
            end $$
            """
                .formatted(role));
      }
    }
    Flyway.configure()
        .dataSource(database.url(), database.user(), database.password())
        .locations("classpath:db/relay")
        .placeholders(Map.of("appRole", "quittance_app", "relayRole", "quittance_relay"))
        .load()
        .migrate();
    this.owner = pool("none", 60);
    this.application = pool("quittance_app", 8);
    this.engine = pool("quittance_relay", 10);
  }

  HikariDataSource owner() {
    return owner;
  }

  HikariDataSource application() {
    return application;
  }

  HikariDataSource engine() {
    return engine;
  }

  /** As superuser, whom no policy hides anything from. */
  Database admin() {
    return ScratchDatabases.asAdmin(database);
  }

  private HikariDataSource pool(String role, int size) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setConnectionInitSql("set role " + role);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(2);
    return pool;
  }

  @Override
  public void close() {
    owner.close();
    application.close();
    engine.close();
    ScratchDatabases.drop(database);
  }
}
