package com.quittance.relay.proof;

import com.quittance.postgres.Database;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** Connections in the two roles, as the README asks for them. */
final class Pools implements AutoCloseable {

  private final HikariDataSource application;
  private final HikariDataSource engine;

  Pools(Database database, String name, int concurrency) {
    application = pool(database, name, "quittance_app", concurrency + 2);
    engine = pool(database, name, "quittance_relay", 8);
  }

  DataSource application() {
    return application;
  }

  DataSource engine() {
    return engine;
  }

  private static HikariDataSource pool(Database database, String name, String role, int size) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setConnectionInitSql("set role " + role);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(0);
    pool.setConnectionTimeout(2_000);
    pool.addDataSourceProperty("ApplicationName", name);
    pool.addDataSourceProperty("socketTimeout", "2"); // a network that swallows all never answers
    return pool;
  }

  @Override
  public void close() {
    application.close();
    engine.close();
  }
}
