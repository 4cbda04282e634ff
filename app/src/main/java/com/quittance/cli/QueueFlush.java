package com.quittance.cli;

import com.quittance.House;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(name = "queue:flush", description = "Forgets all failed jobs for good.")
final class QueueFlush extends Verb {

  @Override
  int run(House house, PrintWriter out) {
    out.printf("%d forgotten.%n", house.relay().failedJobs().flush());
    return ExitCode.DONE;
  }
}
