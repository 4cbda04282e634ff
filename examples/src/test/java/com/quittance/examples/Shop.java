package com.quittance.examples;

import com.quittance.postgres.Database;
import com.quittance.postgres.ScratchDatabases;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A database with relay's tables, and the two roles that enter it. */
public final class Shop implements AutoCloseable {

  private final Database database;
  private final HikariDataSource application;
  private final HikariDataSource engine;

  public Shop() {
    this.database = ScratchDatabases.create();
    execute(
        """
        do $$ begin
          if not exists (select from pg_roles where rolname = 'shop_app') then
            create role shop_app nologin;
            create role shop_relay nologin;
          end if;
        end $$
        """);
    Flyway.configure()
        .dataSource(database.url(), database.user(), database.password())
        .locations("classpath:db/relay")
        .placeholders(Map.of("appRole", "shop_app", "relayRole", "shop_relay"))
        .load()
        .migrate();
    execute("grant shop_app, shop_relay to " + database.user());
    this.application = pool("shop_app");
    this.engine = pool("shop_relay");
  }

  public HikariDataSource application() {
    return application;
  }

  public HikariDataSource engine() {
    return engine;
  }

  public void execute(String sql) {
    try (var connection = ScratchDatabases.asAdmin(database).connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  public long count(String rows) {
    try (var connection = ScratchDatabases.asAdmin(database).connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery("select count(*) from " + rows)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException refused) {
      throw new AssertionError(rows, refused);
    }
  }

  private HikariDataSource pool(String role) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setConnectionInitSql("set role " + role);
    pool.setMaximumPoolSize(4);
    return pool;
  }

  @Override
  public void close() {
    application.close();
    engine.close();
    ScratchDatabases.drop(database);
  }
}
