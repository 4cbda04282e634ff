package com.quittance.cli;

import com.quittance.House;
import com.quittance.schedule.Schedule;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "schedule:run", description = "Runs what is due by the clock and has not run.")
final class ScheduleRun extends Verb {

  @Mixin private JsonOption json;

  /** What is due runs anyway. */
  @Override
  boolean changes() {
    return false;
  }

  @Override
  int run(House house, PrintWriter out) {
    print(out, json, house.schedule().run());
    return ExitCode.DONE;
  }

  static void print(PrintWriter out, JsonOption json, List<Schedule.Run> runs) {
    if (json.isSet()) {
      Json.print(out, runs);
      return;
    }
    var table = new Table("TASK", "TENANT", "DUE", "ANNOUNCED");
    for (var run : runs) {
      table.row(run.task(), run.tenant(), run.due(), run.announced());
    }
    table.print(out, "Nothing was due.");
  }
}
