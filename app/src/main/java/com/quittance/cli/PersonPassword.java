package com.quittance.cli;

import com.quittance.House;
import com.quittance.audit.AuditLog;
import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.people.SignIn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "person:password",
    description = {
      "Gives somebody a password, and ends their sessions.",
      "It is asked for, or the first line of the standard input."
    })
final class PersonPassword extends Verb {

  @Parameters(paramLabel = "ADDRESS", description = "The person's e-mail address.")
  private String email;

  private @Nullable String password;

  @Override
  void check() {
    PersonOptions.address(this, email);
    password = read();
    if (!SignIn.isFit(password, Mailbox.of(email).address())) {
      throw misused("Expected %s.".formatted(SignIn.EXPECTED));
    }
  }

  private static String read() {
    var console = System.console();
    if (console != null && console.isTerminal()) {
      var typed = console.readPassword("Password: ");
      return typed == null ? "" : new String(typed);
    }
    try {
      var line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException unreadable) {
      return "";
    }
  }

  @Override
  int run(House house, PrintWriter out) {
    var scope = PersonOptions.scope(house, AuditLog.OPERATORS);
    if (!house.signIn().setPassword(scope, email, String.valueOf(password))) {
      return refuse("Nobody has the address %s.".formatted(email));
    }
    out.printf("%s has a new password.%n", email);
    return ExitCode.DONE;
  }
}
