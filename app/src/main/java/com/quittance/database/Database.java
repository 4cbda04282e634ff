package com.quittance.database;

import com.quittance.postgres.EmbeddedPostgres;
import com.quittance.settings.Settings;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database, as four pools that each act in a role of their own. None acts as the owner of the
 * tables.
 */
public final class Database implements AutoCloseable {

  private final @Nullable EmbeddedPostgres embedded;
  private final HikariDataSource application;
  private final HikariDataSource relay;
  private final HikariDataSource router;
  private final HikariDataSource people;

  private Database(@Nullable EmbeddedPostgres embedded, Login login, int connections) {
    this.embedded = embedded;
    this.application = pool(login, Role.APPLICATION, connections);
    this.relay = pool(login, Role.RELAY, Math.max(4, connections / 2));
    this.router = pool(login, Role.ROUTER, Math.max(4, connections / 4));
    this.people = pool(login, Role.PEOPLE, Math.max(4, connections / 4));
  }

  /** Who migrates, and on whose behalf the pools connect before they take their role. */
  public record Login(String url, @Nullable String user, @Nullable String password) {
    @Override
    public String toString() {
      var shown = url.replaceAll("[?].*", ""); // passwords may follow
      return user == null ? shown : "%s as %s".formatted(shown, user);
    }
  }

  /** Opens what the settings name, or the embedded server in the data folder, and migrates it. */
  public static Database open(Settings settings) {
    var external = settings.database();
    if (external != null) {
      var password = external.password();
      var login =
          new Login(external.url(), external.user(), password == null ? null : password.value());
      Migrations.migrate(login);
      return new Database(null, login, settings.dbPool());
    }
    var embedded = EmbeddedPostgres.open(settings.dataDir());
    try {
      var login = new Login(embedded.jdbcUrl(), embedded.user(), embedded.password());
      Migrations.migrate(login);
      return new Database(embedded, login, settings.dbPool());
    } catch (RuntimeException failed) {
      embedded.close();
      throw failed;
    }
  }

  /** Pools that connect to nothing: for a look at what hangs on them. */
  public static Database none() {
    return new Database();
  }

  private Database() {
    this.embedded = null;
    this.application = new HikariDataSource();
    this.relay = new HikariDataSource();
    this.router = new HikariDataSource();
    this.people = new HikariDataSource();
  }

  private static HikariDataSource pool(Login login, Role role, int connections) {
    // Made this way it connects when it is first asked, not before.
    var pool = new HikariDataSource();
    pool.setPoolName(role.roleName());
    pool.setJdbcUrl(login.url());
    pool.setUsername(login.user());
    pool.setPassword(login.password());
    pool.setConnectionInitSql("set role " + role.roleName());
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(10_000);
    pool.addDataSourceProperty("ApplicationName", role.roleName());
    pool.addDataSourceProperty("prepareThreshold", 1);
    pool.addDataSourceProperty("tcpKeepAlive", true);
    if (role == Role.RELAY) {
      // A network that swallows all never answers; a heartbeat must not wait for it for ever.
      pool.addDataSourceProperty("socketTimeout", 30);
    }
    // A refused row is somebody's data: it does not belong in a message, and so in the log.
    pool.addDataSourceProperty("logServerErrorDetail", false);
    // A process that stopped in the middle of a transaction must not hold its locks for ever.
    pool.addDataSourceProperty("options", "-c idle_in_transaction_session_timeout=60s");
    return pool;
  }

  /** One tenant at a time. */
  public DataSource application() {
    return application;
  }

  /** Every tenant's deliveries, none of their business. */
  public DataSource relay() {
    return relay;
  }

  /** Whose token, whose payment. */
  public DataSource router() {
    return router;
  }

  /** Who comes in: people, their passwords and sessions; else one tenant at a time. */
  public DataSource people() {
    return people;
  }

  @Override
  public void close() {
    application.close();
    relay.close();
    router.close();
    people.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
