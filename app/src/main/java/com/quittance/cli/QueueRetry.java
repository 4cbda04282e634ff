package com.quittance.cli;

import com.quittance.House;
import com.quittance.relay.queue.FailedJob;
import java.io.PrintWriter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "queue:retry", description = "Puts failed jobs back into their queues.")
final class QueueRetry extends Verb {

  @Parameters(paramLabel = "ID|all", description = "A failed job's id, or all of them.")
  private String which;

  private @Nullable UUID id;

  @Override
  void check() {
    try {
      id = which.equals("all") ? null : UUID.fromString(which);
    } catch (IllegalArgumentException wrong) {
      throw misused("\"%s\" is no job: expected an id or all.".formatted(which));
    }
  }

  @Override
  @Nullable UUID concerns(House house) {
    return id == null ? null : tenantOf(house, id);
  }

  static @Nullable UUID tenantOf(House house, UUID job) {
    return house.relay().failedJobs().find(job).map(FailedJob::tenant).orElse(null);
  }

  @Override
  int run(House house, PrintWriter out) {
    var failed = house.relay().failedJobs();
    if (id == null) {
      out.printf("%d put back.%n", failed.retryAll());
      return ExitCode.DONE;
    }
    if (!failed.retry(id)) {
      return refuse("There is no failed job %s.".formatted(id));
    }
    out.printf("%s is put back.%n", id);
    return ExitCode.DONE;
  }
}
