package com.quittance.cli;

import com.quittance.House;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "listener:continue", description = "Lets a paused listener go on.")
final class ListenerContinue extends Verb {

  @Parameters(paramLabel = "LISTENER", description = "As queue:monitor names it.")
  private String listener;

  @Override
  int run(House house, PrintWriter out) {
    var paused =
        house.relay().monitor().listeners().stream()
            .anyMatch(it -> it.listener().equals(listener) && it.paused());
    if (!paused) {
      return refuse("%s is not paused.".formatted(listener));
    }
    house.relay().pauses().resumeListener(listener);
    out.printf("%s goes on.%n", listener);
    return ExitCode.DONE;
  }
}
