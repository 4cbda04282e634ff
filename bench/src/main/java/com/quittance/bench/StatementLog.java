package com.quittance.bench;

import com.quittance.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the server says to PostgreSQL while it creates an invoice, read from PostgreSQL's own log:
 * so the limit runs the statements of today and not those of the day the benchmark was written.
 */
final class StatementLog implements AutoCloseable {

  private static final String PREFIX = "<<%p>> ";
  private static final Pattern ENTRY =
      Pattern.compile(
          "<<(\\d+)>> (LOG|DETAIL):  (?:execute [^:]*: |statement: |[Pp]arameters: )?(.*)",
          Pattern.DOTALL);

  private final Path log;
  private final Connection admin;

  StatementLog(Path data, EmbeddedPostgres postgres, String url) throws SQLException {
    this.log = data.resolve("postgres/log/postgres.log");
    this.admin = DriverManager.getConnection(url, postgres.adminUser(), postgres.adminPassword());
  }

  /**
   * @param sql with $1, $2 … for its parameters
   */
  record Statement(String sql, List<@Nullable String> parameters) {}

  /** The statements of the last whole transaction in which {@code work} resulted. */
  List<Statement> of(Work work) throws Exception {
    var before = Files.size(log);
    set(
        "log_line_prefix = '" + PREFIX + "'",
        "log_error_verbosity = 'default'",
        "log_statement = 'all'");
    try {
      work.run();
    } finally {
      reset("log_statement", "log_error_verbosity", "log_line_prefix");
    }
    try (var channel = Files.newInputStream(log)) {
      channel.skipNBytes(before);
      return lastTransaction(new String(channel.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  interface Work {
    void run() throws Exception;
  }

  void execute(String sql) throws SQLException {
    try (var statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  void mustHold(String what, String query) throws SQLException {
    try (var statement = admin.createStatement();
        var row = statement.executeQuery(query)) {
      if (!row.next() || !row.getBoolean(1)) {
        throw new IllegalStateException("does not hold: " + what);
      }
    }
  }

  /** That all processes of the server have used until now, but for those that have ended. */
  double cpuSeconds() throws SQLException {
    try (var statement = admin.createStatement();
        var row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      var server = ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow();
      return Stream.concat(Stream.of(server), server.descendants())
          .flatMap(process -> process.info().totalCpuDuration().stream())
          .mapToDouble(used -> used.toNanos() / 1e9)
          .sum();
    }
  }

  /** For the whole server, such as {@code autovacuum = off}. */
  void set(String... settings) throws SQLException {
    for (var setting : settings) {
      execute("alter system set " + setting);
    }
    reload();
  }

  private void reset(String... names) throws SQLException {
    for (var name : names) {
      execute("alter system reset " + name);
    }
    reload();
  }

  /** Sessions take new settings up when they next do something, a moment after the signal. */
  private void reload() throws SQLException {
    execute("select pg_reload_conf()");
    LockSupport.parkNanos(300_000_000);
  }

  private static List<Statement> lastTransaction(String text) throws IOException {
    var backend = "";
    var open = new HashMap<String, List<Statement>>();
    List<Statement> last = List.of();
    for (var line : text.replace("\n\t", "\n\u0000").split("\n(?=<<|\\d{4}-\\d\\d-)")) {
      var entry = ENTRY.matcher(line.replace("\u0000", "").strip());
      if (!entry.matches()) {
        continue;
      }
      backend = entry.group(1);
      var transaction = open.computeIfAbsent(backend, _ -> new ArrayList<>());
      if (entry.group(2).equals("DETAIL")) {
        var statement = transaction.removeLast();
        transaction.add(new Statement(statement.sql(), parameters(entry.group(3))));
      } else if (entry.group(3).equals("BEGIN")) {
        transaction.clear();
      } else if (entry.group(3).equals("COMMIT")) {
        if (transaction.stream().anyMatch(s -> s.sql().contains("insert into invoice_line"))) {
          last = List.copyOf(transaction);
        }
      } else {
        transaction.add(new Statement(entry.group(3), List.of()));
      }
    }
    if (last.isEmpty()) {
      throw new IOException("PostgreSQL's log holds no invoice");
    }
    return last;
  }

  /** Reads {@code $1 = 'it''s', $2 = NULL}. */
  private static List<@Nullable String> parameters(String text) {
    var values = new ArrayList<@Nullable String>();
    var item = Pattern.compile("\\$\\d+ = (?:NULL|'((?:[^']|'')*+)')(?:, )?").matcher(text);
    while (item.lookingAt()) {
      values.add(item.group(1) == null ? null : item.group(1).replace("''", "'"));
      item.region(item.end(), text.length());
    }
    if (item.regionStart() < text.length()) {
      throw new IllegalStateException("not understood: " + text.substring(item.regionStart()));
    }
    return values;
  }

  @Override
  public void close() throws SQLException {
    admin.close();
  }
}
