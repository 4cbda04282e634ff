package com.quittance.cli;

import com.quittance.House;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "invoices:check-overdue",
    description = "Announces invoices that have reached a milestone, now and for every tenant.")
final class CheckOverdue extends Verb {

  @Mixin private JsonOption json;

  @Override
  int run(House house, PrintWriter out) {
    ScheduleRun.print(out, json, house.schedule().checkOverdueNow());
    return ExitCode.DONE;
  }
}
