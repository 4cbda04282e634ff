package com.quittance.cli;

import com.quittance.House;
import com.quittance.relay.Listener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Needs neither settings nor a database, and so takes their options only to ignore them. */
@Command(name = "event:list", description = "Lists the events and who hears them.")
final class EventList implements Callable<Integer> {

  @Mixin private Options options;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  record ListenerLine(
      String listener,
      String queue,
      boolean queued,
      int tries,
      List<Long> backoffSeconds,
      long timeoutSeconds) {

    static ListenerLine of(Listener<?> listener) {
      return new ListenerLine(
          listener.name(),
          listener.queue(),
          true,
          listener.retry().tries(),
          listener.retry().backoff().stream().map(Duration::toSeconds).toList(),
          listener.timeout().toSeconds());
    }
  }

  record EventLine(String event, int version, List<ListenerLine> listeners) {}

  @Override
  public Integer call() {
    var events =
        House.events().bindings().stream()
            .map(
                binding ->
                    new EventLine(
                        binding.type(),
                        binding.version(),
                        binding.listeners().stream().map(ListenerLine::of).toList()))
            .toList();
    var out = spec.commandLine().getOut();
    if (json.isSet()) {
      Json.print(out, events);
    } else {
      print(out, events);
    }
    return ExitCode.DONE;
  }

  private static void print(PrintWriter out, List<EventLine> events) {
    for (var event : events) {
      out.println(event.event());
      for (var listener : event.listeners()) {
        out.printf(
            "  ⇂ %-24s queue %s, tries %d, backoff %s%n",
            listener.listener(), listener.queue(), listener.tries(), backoff(listener));
      }
      out.println();
    }
  }

  private static String backoff(ListenerLine listener) {
    return listener.backoffSeconds().stream()
        .map(seconds -> seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s")
        .collect(Collectors.joining(", "));
  }
}
