package com.quittance.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The files of the database cluster: made once, configured before each start. */
record Cluster(Home home, Binaries binaries, Options options) {
  /** Stretching protects guessable passwords; 192 random bits need none, and each login pays. */
  private static final int SCRAM_ITERATIONS = 256;

  private static final Duration INITDB_PATIENCE = Duration.ofMinutes(5);

  /**
   * What a scratch server wants otherwise.
   *
   * @param synced whether initdb waits for the disk
   * @param lines more lines for postgresql.conf
   * @param silence how long a running server may leave a greeting unanswered
   */
  record Options(boolean synced, String lines, Duration silence) {
    static final Options DURABLE = new Options(true, "", Duration.ofSeconds(15));
  }

  /** Made aside and renamed: a first start that is cut short leaves nothing half made. */
  void make(Credentials credentials) throws IOException {
    var aside = home.folder().resolve("making");
    Trees.delete(aside);
    Trees.make(aside, "rwx------");
    home.account().own(aside);
    var passwordFile = home.folder().resolve("initdb.password");
    try {
      Files.writeString(passwordFile, "");
      Trees.restrict(passwordFile, "rw-------");
      Files.writeString(passwordFile, credentials.adminPassword());
      home.account().own(passwordFile);
      initdb(aside, passwordFile);
    } finally {
      Files.deleteIfExists(passwordFile);
    }
    Files.move(aside, home.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void initdb(Path target, Path passwordFile) {
    var words =
        new ArrayList<>(
            List.of(
                binaries.program("initdb"),
                "--pgdata=" + target,
                "--username=" + Credentials.ADMIN,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--set=scram_iterations=" + SCRAM_ITERATIONS,
                "--data-checksums",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
    if (!options.synced()) {
      words.add("--no-sync");
    }
    var result = Command.run(home.account().command(words), home.folder(), INITDB_PATIENCE);
    if (!result.worked()) {
      throw new PostgresFailed(
          "PostgreSQL could not make its files in %s: %s."
              .formatted(home.folder(), result.reason()));
    }
  }

  void configure(Credentials credentials) throws IOException {
    home.account().ownTree(home.data());
    write("postgresql.conf", settings(credentials.port()));
    write(
        "pg_hba.conf",
        """
        # Written at each start. Passwords only, this machine only.
        host all         all 127.0.0.1/32 scram-sha-256
        host replication all 127.0.0.1/32 scram-sha-256
        """);
  }

  private void write(String name, String text) throws IOException {
    var file = home.data().resolve(name);
    Files.writeString(file, text);
    home.account().own(file);
  }

  private String settings(int port) {
    return """
    # Written at each start; your own lines belong in %s.
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = ''
    max_connections = 200
    password_encryption = 'scram-sha-256'
    scram_iterations = %d

    fsync = on
    synchronous_commit = on
    full_page_writes = on

    shared_buffers = '64MB'
    # The default of 4 is a spinning disk's: a table of a few pages, such as that of a hundred
    # companies, would be read whole at each request, and each row's policy asked.
    random_page_cost = 1.1
    jit = off
    timezone = 'UTC'
    log_timezone = 'UTC'
    lc_messages = 'C'

    # No values of clients in the log.
    log_checkpoints = off
    log_line_prefix = '%%m [%%p] '
    log_error_verbosity = terse
    log_min_error_statement = panic

    %s
    %s
    """
        .formatted(home.local(), port, SCRAM_ITERATIONS, options.lines(), include());
  }

  private String include() {
    var local = home.local();
    return Files.exists(local)
        ? "include = '%s'".formatted(local.toString().replace("'", "''"))
        : "# There is none now.";
  }
}
