package com.quittance.cli;

import com.quittance.House;
import java.io.PrintWriter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "person:remove",
    description = "Ends that somebody belongs to a company, and their tokens with it.")
final class PersonRemove extends Verb {

  @Option(names = "--tenant", required = true, paramLabel = "ID", description = "The company.")
  private UUID tenant;

  @Parameters(paramLabel = "ADDRESS", description = "The member's e-mail address.")
  private String email;

  @Override
  void check() {
    PersonOptions.address(this, email);
  }

  @Override
  @Nullable UUID concerns(House house) {
    return tenant;
  }

  @Override
  int run(House house, PrintWriter out) {
    var person = PersonOptions.member(house, tenant, email);
    house.members().remove(PersonOptions.scope(house, tenant), person);
    out.printf("%s does not belong to the company any more.%n", email);
    return ExitCode.DONE;
  }
}
