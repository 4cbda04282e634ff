package com.quittance.cli;

import com.quittance.House;
import com.quittance.relay.monitor.ListenerState;
import com.quittance.relay.monitor.NodeState;
import com.quittance.relay.monitor.QueueState;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "queue:monitor", description = "Shows the queues and who works them.")
final class QueueMonitor extends Verb {

  @Mixin private JsonOption json;

  record Seen(
      List<QueueState> queues,
      List<NodeState> nodes,
      List<ListenerState> listeners,
      List<String> warnings) {}

  @Override
  boolean changes() {
    return false;
  }

  @Override
  int run(House house, PrintWriter out) {
    var monitor = house.relay().monitor();
    var seen =
        new Seen(
            monitor.queues(), monitor.nodes(), monitor.listeners(), monitor.horizon().warnings());
    if (json.isSet()) {
      Json.print(out, seen);
      return ExitCode.DONE;
    }
    queues(seen.queues()).print(out, "No queue.");
    out.println();
    nodes(seen.nodes()).print(out, "Nobody works them.");
    var held = seen.listeners().stream().filter(QueueMonitor::isHeld).toList();
    if (!held.isEmpty()) {
      out.println();
      listeners(held).print(out, "");
    }
    seen.warnings().forEach(warning -> out.printf("%n%s%n", warning));
    return ExitCode.DONE;
  }

  private static Table queues(List<QueueState> queues) {
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
    return table;
  }

  private static Table nodes(List<NodeState> nodes) {
    var table = new Table("NODE", "QUEUES", "SINCE", "RUNNING", "");
    for (var node : nodes) {
      table.row(
          node.name(),
          String.join(", ", node.queues()),
          node.startedAt(),
          node.running(),
          node.alive() ? "" : "lost");
    }
    return table;
  }

  private static boolean isHeld(ListenerState listener) {
    return listener.paused() || listener.isOpen() || listener.held() > 0;
  }

  private static Table listeners(List<ListenerState> listeners) {
    var table = new Table("LISTENER", "HELD", "WHY");
    for (var listener : listeners) {
      table.row(listener.listener(), listener.held(), why(listener));
    }
    return table;
  }

  private static String why(ListenerState listener) {
    if (listener.paused()) {
      return "paused";
    }
    return listener.isOpen()
        ? "failed %d times in a row (%s), one is tried at %s"
            .formatted(
                listener.failures(),
                listener.lastError(),
                Objects.requireNonNull(listener.retryAt()).truncatedTo(ChronoUnit.SECONDS))
        : "rate limit";
  }
}
