package com.quittance.cli;

import com.quittance.House;
import com.quittance.audit.AuditLog;
import com.quittance.billing.infrastructure.mail.Mailbox;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "person:second-factor",
    description = {
      "Takes away somebody's second factor when they have lost it, and ends their sessions.",
      "Make sure before that it is they who ask."
    })
final class PersonSecondFactor extends Verb {

  @Parameters(paramLabel = "ADDRESS", description = "The person's e-mail address.")
  private String email;

  @Option(names = "--remove", required = true, description = "What is to be done.")
  private boolean remove;

  @Override
  void check() {
    PersonOptions.address(this, email);
  }

  @Override
  int run(House house, PrintWriter out) {
    var scope = PersonOptions.scope(house, AuditLog.OPERATORS);
    if (!house.enrolment().remove(scope, Mailbox.of(email).address())) {
      return refuse("Nobody of the address %s has a second factor.".formatted(email));
    }
    out.printf("%s signs in with the password alone.%n", email);
    return ExitCode.DONE;
  }
}
