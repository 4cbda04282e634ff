package com.quittance.relay;

import com.quittance.postgres.Database;
import com.quittance.postgres.ScratchDatabases;
import com.quittance.relay.test.SteppedClock;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A database of its own, and relays upon it. */
public final class TestBed implements AutoCloseable {

  static final String APP = "quittance_app";
  static final String ENGINE = "quittance_relay";

  final Database database;
  final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-23T08:00:00Z"));
  final UUID tenant = UuidV7.from(Clock.systemUTC());
  final DataSource application;
  final DataSource engine;
  private final List<AutoCloseable> open = new ArrayList<>();

  public TestBed() {
    this(ScratchDatabases.template("relay_template", TestBed::migrate));
  }

  TestBed(Database database) {
    this.database = database;
    this.application = pool(database, APP, 10);
    this.engine = pool(database, ENGINE, 8);
  }

  public static void migrate(Database database) {
    migrate(database, "latest");
  }

  static void migrate(Database database, String version) {
    Flyway.configure()
        .dataSource(database.url(), database.user(), database.password())
        .locations("classpath:db/relaytest", "classpath:db/relay")
        .placeholders(Map.of("appRole", APP, "relayRole", ENGINE))
        .target(version)
        .load()
        .migrate();
  }

  /** Time stands still; {@link Relay#work()} runs what is due. */
  Relay stepped(EventMap<?> map) {
    return keep(
        Relay.builder(map)
            .application(application)
            .engine(engine)
            .clock(clock)
            .steppedTime()
            .build());
  }

  /** A relay as in production, but quick. */
  Relay live(EventMap<?> map, RelaySettings settings) {
    return keep(
        Relay.builder(map).application(application).engine(engine).settings(settings).build());
  }

  static RelaySettings quick() {
    return RelaySettings.defaults()
        .withLease(Duration.ofMillis(1500), Duration.ofMillis(200))
        .withPoll(Duration.ofMillis(100), true)
        .withGrace(Duration.ofSeconds(5));
  }

  public DataSource application() {
    return application;
  }

  public DataSource engine() {
    return engine;
  }

  Scope scope() {
    return Scope.of(tenant, "test", UuidV7.from(Clock.systemUTC()));
  }

  void announce(Relay relay, Object... events) {
    relay.transactions().run(scope(), tx -> tx.announce(events));
  }

  public long count(String table) {
    return number("select count(*) from " + table);
  }

  long number(String sql) {
    return ((Number) value(sql)).longValue();
  }

  String text(String sql) {
    return String.valueOf(value(sql));
  }

  UUID delivery(String listener) {
    return (UUID) value("select id from relay.delivery where listener = '" + listener + "'");
  }

  /** As superuser, so that no policy hides anything. */
  public void execute(String sql) {
    try (var connection = ScratchDatabases.asAdmin(database).connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  private Object value(String sql) {
    try (var connection = ScratchDatabases.asAdmin(database).connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new AssertionError("no row: " + sql);
      }
      return rows.getObject(1);
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  <C extends AutoCloseable> C keep(C closeable) {
    open.add(closeable);
    return closeable;
  }

  HikariDataSource pool(Database database, String role, int size) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setConnectionInitSql("set role " + role);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(0);
    pool.setConnectionTimeout(2_000);
    return keep(pool);
  }

  @Override
  public void close() throws Exception {
    for (var one : open.reversed()) {
      one.close();
    }
    ScratchDatabases.drop(database);
  }
}
