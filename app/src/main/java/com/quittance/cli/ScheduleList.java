package com.quittance.cli;

import com.quittance.House;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "schedule:list", description = "Shows what is done by the clock, and when.")
final class ScheduleList extends Verb {

  @Mixin private JsonOption json;

  @Override
  boolean changes() {
    return false;
  }

  @Override
  int run(House house, PrintWriter out) {
    var tasks = house.schedule().tasks();
    if (json.isSet()) {
      Json.print(out, tasks);
      return ExitCode.DONE;
    }
    var table = new Table("TASK", "WHEN", "ZONE", "MISSED", "COMPANIES", "NEXT", "LAST", "");
    for (var task : tasks) {
      table.row(
          task.task(),
          task.trigger(),
          task.zones().size() == 1 ? task.zones().getFirst() : task.zones().size() + " zones",
          task.catchUp().name().toLowerCase(Locale.ROOT),
          task.tenants(),
          Objects.requireNonNullElse(task.nextDue(), "never"),
          Objects.requireNonNullElse(task.lastDue(), "never"),
          task.failing() == 0 ? "" : "%d failing: %s".formatted(task.failing(), task.error()));
    }
    table.print(out, "Nothing is done by the clock.");
    return ExitCode.DONE;
  }
}
