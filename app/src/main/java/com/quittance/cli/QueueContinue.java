package com.quittance.cli;

import com.quittance.House;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "queue:continue", description = "Lets a paused queue go on.")
final class QueueContinue extends Verb {

  @Parameters(paramLabel = "QUEUE", description = "As queue:monitor names it.")
  private String queue;

  @Override
  int run(House house, PrintWriter out) {
    house.relay().pauses().resume(queue);
    out.printf("%s goes on.%n", queue);
    return ExitCode.DONE;
  }
}
