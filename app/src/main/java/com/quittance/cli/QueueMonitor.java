package com.quittance.cli;

import com.quittance.House;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "queue:monitor", description = "Shows the queues and who works them.")
final class QueueMonitor extends Verb {

  @Mixin private JsonOption json;

  @Override
  int run(House house, PrintWriter out) {
    var queues = house.relay().monitor().queues();
    var nodes = house.relay().monitor().nodes();
    if (json.isSet()) {
      Json.print(out, Map.of("queues", queues, "nodes", nodes));
      return ExitCode.DONE;
    }
    var table =
        new Table("QUEUE", "WAITING", "DELAYED", "RUNNING", "FAILED", "OLDEST", "NODES", "");
    for (var queue : queues) {
      table.row(
          queue.queue(),
          queue.waiting(),
          queue.delayed(),
          queue.running(),
          queue.failed(),
          queue.oldestWait().toSeconds() + " s",
          queue.nodes(),
          queue.paused() ? "paused" : "");
    }
    table.print(out, "No queue.");
    out.println();
    var alive = new Table("NODE", "QUEUES", "SINCE", "RUNNING", "");
    for (var node : nodes) {
      alive.row(
          node.name(),
          String.join(", ", node.queues()),
          node.startedAt(),
          node.running(),
          node.alive() ? "" : "lost");
    }
    alive.print(out, "Nobody works them.");
    return ExitCode.DONE;
  }
}
