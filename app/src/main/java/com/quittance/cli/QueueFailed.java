package com.quittance.cli;

import com.quittance.House;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "queue:failed", description = "Lists the jobs that were given up.")
final class QueueFailed extends Verb {

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "1 to 1000; ${DEFAULT-VALUE}.")
  private int limit;

  @Mixin private JsonOption json;

  @Override
  void check() {
    if (limit < 1 || limit > 1000) {
      throw misused("--limit is %d: expected 1 to 1000.".formatted(limit));
    }
  }

  @Override
  boolean changes() {
    return false;
  }

  @Override
  int run(House house, PrintWriter out) {
    var failed = house.relay().failedJobs().list(limit);
    if (json.isSet()) {
      Json.print(out, failed);
      return ExitCode.DONE;
    }
    var table = new Table("ID", "LISTENER", "QUEUE", "FAILED AT", "REASON", "ERROR");
    for (var job : failed) {
      table.row(
          job.id(),
          job.listener(),
          job.queue(),
          job.failedAt(),
          job.reason(),
          shortened(job.error()));
    }
    table.print(out, "No failed jobs.");
    return ExitCode.DONE;
  }

  private static String shortened(String error) {
    return error.length() > 100 ? error.substring(0, 100) + "…" : error;
  }
}
