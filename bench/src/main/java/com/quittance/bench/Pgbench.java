package com.quittance.bench;

import com.quittance.bench.StatementLog.Statement;
import com.quittance.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limit: pgbench with the statements of one invoice, each round trip as the server makes it.
 * Parameters stay parameters; ids and numbers are fresh in each transaction.
 */
final class Pgbench {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

  private final String program;
  private final EmbeddedPostgres postgres;
  private final Path script;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, String> fresh = new LinkedHashMap<>();
  private final String number;

  /**
   * @param number of the invoice that was logged
   * @param tenant its tenant's id, the last of the given ones
   */
  Pgbench(
      String program,
      EmbeddedPostgres postgres,
      Path folder,
      List<Statement> statements,
      String number,
      Tenants tenants)
      throws IOException {
    this.program = program;
    this.postgres = postgres;
    this.script = folder.resolve("invoice.sql");
    this.number = number;
    fresh.put(tenants.tenantId(1).toString(), "tenant");
    fresh.put(tenants.clientId(1).toString(), "client");
    Files.writeString(script, script(statements, tenants));
  }

  /** Transactions per second. */
  double run(int connections, int seconds) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(program, "-n", "-M", "prepared", "-j", "2", "-f", script.toString()));
    command.addAll(List.of("-c", Integer.toString(connections), "-T", Integer.toString(seconds)));
    variables.forEach((name, value) -> command.addAll(List.of("-D", name + "=" + value)));
    var url = URI.create(postgres.jdbcUrl().substring("jdbc:".length()));
    command.addAll(
        List.of("-h", url.getHost(), "-p", Integer.toString(url.getPort()), "-U", postgres.user()));
    command.add(url.getPath().substring(1));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", postgres.password());
    builder.environment().put("PGOPTIONS", "-c role=quittance_app");
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes());
    var tps = TPS.matcher(output);
    if (process.waitFor() != 0 || !tps.find() || output.contains("ERROR")) {
      throw new IOException("pgbench failed: " + output);
    }
    return Double.parseDouble(tps.group(1));
  }

  private String script(List<Statement> statements, Tenants tenants) {
    var commands = new StringBuilder();
    for (var i = 0; i < statements.size(); i++) {
      var sql = withVariables(statements.get(i), i);
      commands.append(sql).append(sql.contains("returning last") ? " \\gset\n" : ";\n");
    }
    var first = commands.indexOf("select ") + "select ".length();
    var chosen =
        new StringBuilder(
            "%s as tenant, %s as client, "
                .formatted(tenants.tenantSql(":n"), tenants.clientSql(":n")));
    fresh.values().stream()
        .filter(name -> name.startsWith("u"))
        .forEach(name -> chosen.append("uuidv7() as %s, ".formatted(name)));
    commands.insert(first, chosen);
    // The first statement sets the tenant that it chooses.
    var end = commands.indexOf(";\n");
    var opening = commands.substring(0, end).replace(":tenant", tenants.tenantSql(":n"));
    commands.replace(0, end + 1, opening + " \\gset");
    return "\\set n random(1, %d)\nBEGIN;\n%sCOMMIT;\n".formatted(tenants.count(), commands);
  }

  private String withVariables(Statement statement, int index) {
    var values = statement.parameters();
    var numberAt = values.indexOf(number);
    return PARAMETER
        .matcher(statement.sql())
        .replaceAll(
            match -> {
              var position = Integer.parseInt(match.group(1)) - 1;
              var value = values.get(position);
              var name = "s%d_%d".formatted(index, position);
              return Matcher.quoteReplacement(
                  value == null
                      ? "null"
                      : position == numberAt - 1 ? ":last" : expression(name, value));
            });
  }

  /** The value with what must be fresh in it put together, or as it is. */
  private String expression(String name, String value) {
    var parts = new ArrayList<String>();
    var dynamic = Pattern.compile(UUID + "|" + Pattern.quote(number)).matcher(value);
    var from = 0;
    while (dynamic.find()) {
      literal(name, value.substring(from, dynamic.start()), parts);
      parts.add(dynamic.group().equals(number) ? numberSql() : ":" + freshName(dynamic.group()));
      from = dynamic.end();
    }
    literal(name, value.substring(from), parts);
    return parts.size() == 1
        ? parts.getFirst()
        : "(" + String.join(" || ", parts.stream().map(part -> part + "::text").toList()) + ")";
  }

  private void literal(String name, String text, List<String> parts) {
    if (!text.isEmpty()) {
      var variable = "%s_%d".formatted(name, parts.size());
      variables.put(variable, text);
      parts.add(":" + variable);
    }
  }

  private String freshName(String uuid) {
    return fresh.computeIfAbsent(uuid, _ -> "u" + fresh.size());
  }

  private String numberSql() {
    var digits = number.length() - number.replaceFirst("\\d+$", "").length();
    return "('%s' || lpad(:last::text, %d, '0'))"
        .formatted(number.substring(0, number.length() - digits), digits);
  }
}
