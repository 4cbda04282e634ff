package com.quittance.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Empty databases for tests and benchmarks: one server per JVM in a temporary folder, removed with
 * the JVM however it ends. As durable as the real one, and in a time zone that is not UTC.
 */
public final class ScratchDatabases {
  static final Cluster.Options OPTIONS =
      new Cluster.Options(
          false,
          """
          timezone = 'Pacific/Auckland'
          max_connections = 400
          """,
          Cluster.Options.DURABLE.silence());

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Set<String> TEMPLATES = new HashSet<>();
  private static final Map<Path, Watchdog> APART = new HashMap<>();
  private static @Nullable EmbeddedPostgres running;
  private static @Nullable Watchdog watchdog;

  private ScratchDatabases() {}

  /** A fresh, empty database, owned by the role {@code quittance}. */
  public static Database create() {
    return create("scratch_" + NUMBERS.incrementAndGet(), "");
  }

  /**
   * A copy of a database that is prepared once per JVM.
   *
   * @param name of the template, a plain SQL name
   * @param prepare fills the template; closes its connections
   */
  public static synchronized Database template(String name, Consumer<Database> prepare) {
    if (!TEMPLATES.contains(name)) {
      prepare.accept(create(name, ""));
      TEMPLATES.add(name);
    }
    execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
            .formatted(name));
    return create(name + "_" + NUMBERS.incrementAndGet(), " template " + name);
  }

  /** The same database, entered as superuser. */
  public static Database asAdmin(Database database) {
    var server = server();
    return new Database(database.url(), server.adminUser(), server.adminPassword());
  }

  public static void drop(Database database) {
    execute("drop database if exists %s with (force)".formatted(database.name()));
  }

  /**
   * A server apart, in that folder, for those who mean to break it. Opened again, it recovers. The
   * folder is removed with the JVM.
   */
  public static synchronized EmbeddedPostgres apart(Path folder) {
    try {
      var home = Home.in(folder);
      if (!APART.containsKey(folder)) {
        APART.put(folder, Watchdog.guard(home));
      }
      return EmbeddedPostgres.open(folder, home, programs(home), OPTIONS);
    } catch (IOException e) {
      throw Home.notUsable(folder, e);
    }
  }

  private static synchronized Database create(String name, String more) {
    execute("drop database if exists " + name);
    execute("create database %s owner quittance%s".formatted(name, more));
    var server = server();
    return new Database(server.jdbcUrl(name), server.user(), server.password());
  }

  private static void execute(String sql) {
    var server = server();
    var admin = new Database(server.adminJdbcUrl(), server.adminUser(), server.adminPassword());
    try (Connection connection = admin.connect()) {
      Sessions.execute(connection, sql);
    } catch (SQLException e) {
      throw new PostgresFailed("%s failed: %s.".formatted(sql, e.getMessage()), e);
    }
  }

  private static synchronized EmbeddedPostgres server() {
    if (running == null || watchdog == null || !watchdog.isAwake()) {
      running = start();
    }
    return running;
  }

  private static EmbeddedPostgres start() {
    try {
      var folder = Files.createTempDirectory("quittance-scratch-");
      var home = Home.in(folder);
      watchdog = Watchdog.guard(home);
      return EmbeddedPostgres.open(folder, home, programs(home), OPTIONS);
    } catch (IOException e) {
      throw new PostgresFailed(
          "No temporary folder for PostgreSQL: %s.".formatted(e.getMessage()), e);
    }
  }

  /** Unpacked once per machine where possible: each JVM would spend two seconds on it. */
  static Path programs(Home home) {
    var cache = Path.of(System.getProperty("user.home"), ".cache", "quittance");
    if (home.account().isSomebodyElse()) {
      return home.folder();
    }
    try {
      Trees.make(cache, "rwx------");
      try (var _ = FolderLock.take(cache)) {
        Binaries.in(cache);
      }
      return cache;
    } catch (IOException e) {
      return home.folder();
    }
  }
}
