package com.quittance.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;

/** What the tests ask of a server and do to it. */
final class Server {
  private Server() {}

  /** As {@link EmbeddedPostgres#open(Path)}, on a copy of a cluster that is made once. */
  static EmbeddedPostgres open(Path dataDir) throws IOException {
    prepare(dataDir);
    return openAsItIs(dataDir);
  }

  /** Without the first start's unpacking. */
  static EmbeddedPostgres openAsItIs(Path dataDir) throws IOException {
    var home = Home.in(dataDir);
    return EmbeddedPostgres.open(
        dataDir, home, ScratchDatabases.programs(home), ScratchDatabases.OPTIONS);
  }

  static void prepare(Path dataDir) throws IOException {
    if (Files.exists(dataDir.resolve("postgres"))) {
      return;
    }
    Trees.make(dataDir, "rwx------");
    copy(Prepared.FOLDER.resolve("postgres"), dataDir.resolve("postgres"));
  }

  private static final class Prepared {
    static final Path FOLDER = make();

    private static Path make() {
      try {
        var folder = Files.createTempDirectory("quittance-prepared-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run("rm", "-rf", folder.toString())));
        openAsItIs(folder).close();
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static Postmaster of(Path dataDir) {
    var home = Home.in(dataDir);
    var programs = ScratchDatabases.programs(home).resolve("bin-" + Binaries.VERSION);
    return new Postmaster(home, new Binaries(programs));
  }

  static long pid(Path dataDir) throws IOException {
    var file = dataDir.resolve("postgres/data/postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).getFirst().strip());
  }

  static void kill(Path dataDir) throws IOException {
    var handle = ProcessHandle.of(pid(dataDir)).orElseThrow();
    handle.destroyForcibly();
    handle.onExit().join();
  }

  static void signal(Path dataDir, String signal) throws IOException {
    run("kill", "-" + signal, Long.toString(pid(dataDir)));
  }

  static void copy(Path from, Path to) {
    run("cp", "-a", from.toString(), to.toString());
  }

  private static void run(String... words) {
    var told = Command.run(List.of(words), Path.of("/"), Duration.ofSeconds(30));
    if (!told.worked()) {
      throw new IllegalStateException(told.output());
    }
  }

  static ServerSocket occupy(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
  }

  static void execute(EmbeddedPostgres server, String sql) throws Exception {
    try (var c = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        var s = c.createStatement()) {
      s.execute(sql);
    }
  }

  static String ask(EmbeddedPostgres server, String sql) throws Exception {
    try (var c = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        var s = c.createStatement();
        var rows = s.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
