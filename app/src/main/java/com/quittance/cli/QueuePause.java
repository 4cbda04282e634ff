package com.quittance.cli;

import com.quittance.House;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "queue:pause",
    description = "Claims nothing more from a queue until it is continued.")
final class QueuePause extends Verb {

  @Parameters(paramLabel = "QUEUE", description = "As queue:monitor names it.")
  private String queue;

  @Override
  void check() {
    known(this, queue);
  }

  static void known(Verb verb, String queue) {
    var known = House.events().queues();
    if (!known.contains(queue)) {
      throw verb.misused(
          "There is no queue %s: expected one of %s.".formatted(queue, String.join(", ", known)));
    }
  }

  @Override
  int run(House house, PrintWriter out) {
    house.relay().pauses().pause(queue);
    out.printf("%s is paused.%n", queue);
    return ExitCode.DONE;
  }
}
