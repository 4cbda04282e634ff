package com.quittance.cli;

import com.quittance.House;
import com.quittance.relay.Listener;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "listener:pause",
    description = "Calls a listener no more until it is continued; others of its queue go on.")
final class ListenerPause extends Verb {

  @Parameters(paramLabel = "LISTENER", description = "As event:list names it.")
  private String listener;

  @Override
  void check() {
    var known = House.events().listeners().stream().map(Listener::name).sorted().toList();
    if (!known.contains(listener)) {
      throw misused(
          "There is no listener %s: expected one of %s."
              .formatted(listener, String.join(", ", known)));
    }
  }

  @Override
  int run(House house, PrintWriter out) {
    house.relay().pauses().pauseListener(listener);
    out.printf("%s is paused.%n", listener);
    return ExitCode.DONE;
  }
}
