package com.quittance.cli;

import com.quittance.House;
import com.quittance.relay.monitor.Explanation;
import java.io.PrintWriter;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "queue:explain", description = "Tells why a job is not running.")
final class QueueExplain extends Verb {

  @Parameters(paramLabel = "ID", description = "The job's id.")
  private UUID id;

  @Mixin private JsonOption json;

  @Override
  boolean changes() {
    return false;
  }

  @Override
  int run(House house, PrintWriter out) {
    var explanation = house.relay().monitor().explain(id);
    if (explanation.reason() == Explanation.Reason.UNKNOWN) {
      return refuse(explanation.sentence());
    }
    if (json.isSet()) {
      Json.print(out, explanation);
    } else {
      out.println(explanation.sentence());
    }
    return ExitCode.DONE;
  }
}
