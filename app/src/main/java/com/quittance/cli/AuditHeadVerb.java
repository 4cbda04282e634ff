package com.quittance.cli;

import com.quittance.House;
import com.quittance.audit.Anchors;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "audit:head",
    description = {
      "Prints where each chain of the audit log ends, a JSON document a line.",
      "Kept elsewhere and given to audit:verify --anchor, they prove that nothing was cut off."
    })
final class AuditHeadVerb extends Verb {

  @Mixin private AuditOptions chains;

  @Override
  boolean changes() {
    return false;
  }

  @Override
  int run(House house, PrintWriter out) {
    house.auditChains().heads(chains.of(house)).stream().map(Anchors::line).forEach(out::println);
    return ExitCode.DONE;
  }
}
