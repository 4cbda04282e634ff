package com.quittance.cli;

import com.quittance.House;
import com.quittance.tenancy.Role;
import java.io.PrintWriter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "person:role", description = "Gives a member of a company another role.")
final class PersonRole extends Verb {

  @Option(names = "--tenant", required = true, paramLabel = "ID", description = "The company.")
  private UUID tenant;

  @Parameters(index = "0", paramLabel = "ADDRESS", description = "The member's e-mail address.")
  private String email;

  @Parameters(
      index = "1",
      paramLabel = "ROLE",
      description = "owner, accountant, member or read-only.")
  private String role;

  @Override
  void check() {
    PersonOptions.address(this, email);
    PersonOptions.role(this, role);
  }

  @Override
  @Nullable UUID concerns(House house) {
    return tenant;
  }

  @Override
  int run(House house, PrintWriter out) {
    var person = PersonOptions.member(house, tenant, email);
    house.members().change(PersonOptions.scope(house, tenant), person, null, Role.of(role));
    out.printf("%s is %s.%n", email, role);
    return ExitCode.DONE;
  }
}
