package com.quittance.bench;

import com.quittance.House;
import com.quittance.bench.ServedHouse.Manner;
import com.quittance.postgres.EmbeddedPostgres;
import com.quittance.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Invoices of three lines created over HTTP, beside pgbench running the statements they take on the
 * same PostgreSQL with fsync on. The workers are off while the two are compared, for pgbench has
 * none; what they cost is measured after. The last line is JSON.
 */
public final class ApiBench {

  private static final int RATE = 100;
  private static final int[] CONNECTIONS = {16, 64};

  private final int warmUp = Integer.getInteger("bench.warmup", 60);
  private final int slot = Integer.getInteger("bench.slot", 8);
  private final int rounds = Integer.getInteger("bench.rounds", 3);
  private final int latency = Integer.getInteger("bench.latency", 30);
  private final Tenants tenants = new Tenants(Integer.getInteger("bench.tenants", 100));
  private final Path data;
  private final String pgbench;
  private final List<String> json = new ArrayList<>();

  private ApiBench(Path data, String pgbench) {
    this.data = data;
    this.pgbench = pgbench;
  }

  public static void main(String[] arguments) throws Exception {
    var data = Files.createTempDirectory("quittance-bench-api-");
    try {
      new ApiBench(data, arguments[0]).run();
    } finally {
      FileSystemUtils.deleteRecursively(data);
    }
    System.exit(0);
  }

  private void run() throws Exception {
    try (var postgres = EmbeddedPostgres.open(data)) {
      InvoiceRequests requests;
      try (var house = House.open(Settings.standard(data))) {
        requests = InvoiceRequests.of(tenants, tenants.add(house));
      }
      try (var log = new StatementLog(data, postgres, postgres.jdbcUrl())) {
        compare(postgres, requests, log);
        log.execute("truncate relay.delivery");
      }
      withWorkers(requests);
    }
    System.out.println(
        "{\"bench\":\"api\",\"tenants\":%d,\"fsync\":true,%s}"
            .formatted(tenants.count(), String.join(",", json)));
  }

  private void compare(EmbeddedPostgres postgres, InvoiceRequests requests, StatementLog log)
      throws Exception {
    try (var server = new ServerProcess(data, List.of(Set.of(Manner.WITHOUT_WORKERS)))) {
      var load = new HttpLoad(server.port(0), requests);
      say("warm-up %d s at 16 connections: %.0f req/s", warmUp, load.flatOut(16, warmUp));
      log.execute("checkpoint");
      tell("", load.constant(RATE, latency, 64));

      var number = new String[1];
      var statements =
          log.of(
              () -> {
                for (var i = 0; i < 3; i++) {
                  number[0] = new JsonMapper().readTree(load.once()).get("number").asString();
                }
              });
      var limit = new Pgbench(pgbench, postgres, data, statements, number[0], tenants);
      limit.run(16, 3);
      say("%d statements an invoice, BEGIN and COMMIT aside", statements.size());
      rounds(load, limit, log, server);
      if (load.refused() > 0) {
        throw new IllegalStateException("%d requests were refused".formatted(load.refused()));
      }
      log.mustHold(
          "every invoice has its three lines, its event and three deliveries, and no number is missing",
          """
          select (select count(*) from invoice_line) = 3 * invoices
            and (select count(*) from relay.event where type = 'InvoiceCreated') = invoices
            and (select count(*) from relay.delivery) = 3 * invoices
            and (select sum(last) from invoice_counter) = invoices
          from (select count(*) as invoices from invoice) as made
          """);
    }
  }

  private void rounds(HttpLoad load, Pgbench limit, StatementLog log, ServerProcess server)
      throws Exception {
    var worst = Double.MAX_VALUE;
    var ours = new double[CONNECTIONS.length][rounds];
    var theirs = new double[CONNECTIONS.length][rounds];
    for (var round = 0; round < rounds; round++) {
      for (var i = 0; i < CONNECTIONS.length; i++) {
        log.execute("checkpoint");
        var cpu = server.cpuSeconds();
        ours[i][round] = load.flatOut(CONNECTIONS[i], slot);
        cpu = server.cpuSeconds() - cpu;
        log.execute("checkpoint");
        theirs[i][round] = limit.run(CONNECTIONS[i], slot);
        say(
            "round %d, %2d connections: %5.0f invoices/s, %.2f ms CPU each; pgbench %5.0f; ratio %.2f",
            round + 1,
            CONNECTIONS[i],
            ours[i][round],
            cpu * 1000 / (ours[i][round] * slot),
            theirs[i][round],
            ours[i][round] / theirs[i][round]);
      }
    }
    for (var i = 0; i < CONNECTIONS.length; i++) {
      var ratio = median(ours[i]) / median(theirs[i]);
      worst = Math.min(worst, ratio);
      put("rps_%d".formatted(CONNECTIONS[i]), "%.0f", median(ours[i]));
      put("pgbench_%d".formatted(CONNECTIONS[i]), "%.0f", median(theirs[i]));
      put("ratio_to_limit_%d".formatted(CONNECTIONS[i]), "%.2f", ratio);
    }
    put("ratio_to_limit", "%.2f", worst);
  }

  /** The same rate with the listeners working on what it leads to, on the same two cores. */
  private void withWorkers(InvoiceRequests requests) throws Exception {
    try (var server = new ServerProcess(data, List.of(Set.of()))) {
      var load = new HttpLoad(server.port(0), requests);
      load.constant(RATE / 4, latency, 64);
      tell("_workers", load.constant(RATE, latency, 64));
      put("refused_workers", "%.0f", load.refused());
    }
  }

  private void tell(String suffix, double[] took) {
    var p50 = took[took.length / 2];
    var p99 = took[took.length * 99 / 100];
    say(
        "%d req/s for %d s%s: p50 %.1f ms, p99 %.1f ms, max %.1f ms",
        RATE, latency, suffix.replace('_', ' '), p50, p99, took[took.length - 1]);
    put("p50_ms" + suffix, "%.1f", p50);
    put("p99_ms" + suffix, "%.1f", p99);
  }

  private void put(String name, String format, double value) {
    json.add("\"%s\":%s".formatted(name, String.format(Locale.ROOT, format, value)));
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
