package com.quittance.cli;

import com.quittance.House;
import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.people.Members.NewMember;
import com.quittance.tenancy.Role;
import java.io.PrintWriter;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "person:add", description = "Makes somebody a member of a company.")
final class PersonAdd extends Verb {

  @Option(names = "--tenant", required = true, paramLabel = "ID", description = "The company.")
  private UUID tenant;

  @Option(
      names = "--email",
      required = true,
      paramLabel = "ADDRESS",
      description = "What they sign in with; known people keep their password.")
  private String email;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "What they are called.")
  private String name;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "owner, accountant, member or read-only.")
  private String role;

  @Option(
      names = "--no-mail",
      description = "Sends them no mail; person:password gives them a password.")
  private boolean noMail;

  @Mixin private JsonOption json;

  @Override
  void check() {
    line("--name", name, 200);
    PersonOptions.address(this, email);
    PersonOptions.role(this, role);
  }

  @Override
  @Nullable UUID concerns(House house) {
    return tenant;
  }

  @Override
  int run(House house, PrintWriter out) {
    var member =
        house
            .members()
            .add(
                PersonOptions.scope(house, tenant),
                new NewMember(
                    Mailbox.of(email).address(), name.strip(), Role.of(role), null, !noMail));
    if (json.isSet()) {
      Json.print(out, Map.of("id", member.person().toString()));
    } else {
      out.printf("%s (%s) is %s.%n", member.email(), member.role().code(), member.person());
    }
    return ExitCode.DONE;
  }
}
