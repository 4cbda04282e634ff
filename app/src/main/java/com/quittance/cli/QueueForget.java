package com.quittance.cli;

import com.quittance.House;
import java.io.PrintWriter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "queue:forget", description = "Forgets one failed job for good.")
final class QueueForget extends Verb {

  @Parameters(paramLabel = "ID", description = "The failed job's id.")
  private UUID id;

  @Override
  @Nullable UUID concerns(House house) {
    return QueueRetry.tenantOf(house, id);
  }

  @Override
  int run(House house, PrintWriter out) {
    if (!house.relay().failedJobs().forget(id)) {
      return refuse("There is no failed job %s.".formatted(id));
    }
    out.printf("%s is forgotten.%n", id);
    return ExitCode.DONE;
  }
}
