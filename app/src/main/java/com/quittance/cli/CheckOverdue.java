package com.quittance.cli;

import com.quittance.House;
import com.quittance.tenancy.TenantId;
import java.io.PrintWriter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "invoices:check-overdue",
    description = "Announces invoices that have reached a milestone, now.")
final class CheckOverdue extends Verb {

  @Option(names = "--tenant", paramLabel = "ID", description = "Of this company only.")
  private @Nullable UUID tenant;

  @Mixin private JsonOption json;

  @Override
  @Nullable UUID concerns(House house) {
    return tenant;
  }

  @Override
  int run(House house, PrintWriter out) {
    ScheduleRun.print(
        out, json, house.schedule().checkOverdueNow(tenant == null ? null : new TenantId(tenant)));
    return ExitCode.DONE;
  }
}
