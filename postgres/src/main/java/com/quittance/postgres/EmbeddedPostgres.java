package com.quittance.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL 18 in a data folder: made on first use, started or joined, stopped by the last that
 * uses it. It outlives a killed JVM; whoever opens the folder next joins it.
 *
 * <p>Durable (fsync, data checksums), reachable from this machine only, by password only; port and
 * passwords lie in {@code postgres/credentials.properties}, readable by their owner.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private final Path dataDir;
  private final Postmaster postmaster;
  private final Credentials credentials;
  private final Connection anchor;
  private final boolean started;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(
      Path dataDir,
      Postmaster postmaster,
      Credentials credentials,
      Connection anchor,
      boolean started) {
    this.dataDir = dataDir;
    this.postmaster = postmaster;
    this.credentials = credentials;
    this.anchor = anchor;
    this.started = started;
  }

  /**
   * Starts the server of the folder, or joins the one that runs there. Takes about half a second,
   * and two or three more on first use.
   *
   * @throws PostgresFailed with a sentence for the operator
   */
  public static EmbeddedPostgres open(Path dataDir) {
    var home = Home.in(dataDir);
    return open(dataDir, home, home.folder(), Cluster.Options.DURABLE);
  }

  static EmbeddedPostgres open(Path dataDir, Home home, Path programs, Cluster.Options options) {
    try (var _ = FolderLock.take(home.folder())) {
      home.mustFit();
      var binaries = Binaries.in(programs);
      var postmaster = new Postmaster(home, binaries);
      var arrived = new Arrival(home, new Cluster(home, binaries, options), postmaster).arrive();
      LOG.debug(
          "PostgreSQL {} {} on 127.0.0.1:{} in {}",
          Binaries.VERSION,
          arrived.started() ? "started" : "joined",
          arrived.credentials().port(),
          home.folder());
      return enter(dataDir, postmaster, arrived);
    } catch (IOException e) {
      throw Home.notUsable(dataDir, e);
    }
  }

  private static EmbeddedPostgres enter(
      Path dataDir, Postmaster postmaster, Arrival.Arrived arrived) throws IOException {
    var credentials = arrived.credentials();
    try {
      var anchor = Sessions.connect(credentials, Sessions.ANCHOR);
      Sessions.furnish(anchor, credentials);
      return new EmbeddedPostgres(dataDir, postmaster, credentials, anchor, arrived.started());
    } catch (SQLException e) {
      if (arrived.started()) {
        postmaster.stop();
      }
      throw new PostgresFailed(
          "PostgreSQL runs in %s but does not serve: %s.".formatted(dataDir, e.getMessage()), e);
    }
  }

  /** Whether this call started the server; false when it joined a running one. */
  public boolean started() {
    return started;
  }

  /** The application's database. */
  public String jdbcUrl() {
    return jdbcUrl(Credentials.USER);
  }

  public String jdbcUrl(String database) {
    return credentials.url(database);
  }

  /** The login that owns the database and may make roles; not a superuser. */
  public String user() {
    return Credentials.USER;
  }

  public String password() {
    return credentials.password();
  }

  public String adminJdbcUrl() {
    return jdbcUrl(Credentials.ADMIN);
  }

  /** The superuser: for maintenance, never for the application. */
  public String adminUser() {
    return Credentials.ADMIN;
  }

  public String adminPassword() {
    return credentials.adminPassword();
  }

  /** Stops the server unless somebody else is connected. Close your own connections before. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try (var _ = FolderLock.take(dataDir.resolve("postgres"))) {
      if (isWanted()) {
        anchor.close();
        LOG.debug("PostgreSQL in {} is left running: others are connected", dataDir);
      } else {
        anchor.close();
        postmaster.stop();
        LOG.debug("PostgreSQL in {} stopped", dataDir);
      }
    } catch (IOException | SQLException e) {
      throw new PostgresFailed(
          "PostgreSQL in %s could not be stopped: %s.".formatted(dataDir, e.getMessage()), e);
    }
  }

  /** A session that was just closed takes some milliseconds to disappear: it is waited for. */
  private boolean isWanted() {
    try {
      for (var turn = 0; turn < 50; turn++) {
        if (Sessions.others(anchor, true) > 0) {
          return true;
        }
        if (Sessions.others(anchor, false) == 0) {
          return false;
        }
        Sessions.execute(anchor, "select pg_sleep(0.02)");
      }
      return true;
    } catch (SQLException e) {
      LOG.debug("PostgreSQL in {} does not answer any more", dataDir, e);
      return false;
    }
  }
}
