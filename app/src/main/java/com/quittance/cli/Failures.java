package com.quittance.cli;

import com.quittance.billing.domain.Refusal;
import com.quittance.billing.domain.Refusal.DueBeforeIssue;
import com.quittance.billing.domain.Refusal.GatewayFailed;
import com.quittance.billing.domain.Refusal.GatewayNotConfigured;
import com.quittance.billing.domain.Refusal.GatewayReferenceTaken;
import com.quittance.billing.domain.Refusal.GatewayUnanswered;
import com.quittance.billing.domain.Refusal.Invalid;
import com.quittance.billing.domain.Refusal.MixedCurrencies;
import com.quittance.billing.domain.Refusal.NotPayable;
import com.quittance.billing.domain.Refusal.NotRefundable;
import com.quittance.billing.domain.Refusal.Overpayment;
import com.quittance.billing.domain.Refusal.UnknownClient;
import com.quittance.billing.domain.Refusal.UnknownDraft;
import com.quittance.billing.domain.Refusal.UnknownGateway;
import com.quittance.billing.domain.Refusal.UnknownInvoice;
import com.quittance.billing.domain.Refusal.UnknownPayment;
import com.quittance.billing.domain.Refusal.WrongState;
import com.quittance.billing.domain.Refused;
import com.quittance.database.DatabaseNotUsable;
import com.quittance.http.CannotListen;
import com.quittance.people.MemberRefused;
import com.quittance.postgres.PostgresFailed;
import com.quittance.relay.UncheckedSqlException;
import com.quittance.sealing.KeysUnusable;
import com.quittance.settings.SettingsInvalid;
import com.quittance.tenancy.UnknownTenant;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said when a verb cannot be done: one line, or one for each wrong setting. */
final class Failures {

  private Failures() {}

  static int misused(ParameterException wrong, String[] arguments) {
    var command = wrong.getCommandLine();
    command.getErr().println(line(wrong));
    command.getErr().printf("Try %s --help%n", command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  private static String line(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && wrong.getCommandLine().getParent() == null) {
      var near = unmatched.getSuggestions();
      return "There is no verb %s%s"
          .formatted(
              unmatched.getUnmatched().getFirst(),
              near.isEmpty() ? "." : ": did you mean %s?".formatted(near.getFirst()));
    }
    return wrong.getMessage().lines().findFirst().orElse("Wrong usage.");
  }

  static int failed(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    return tell(failure, command.getErr());
  }

  private static int tell(Exception failure, PrintWriter err) {
    LoggerFactory.getLogger(Failures.class).debug("the verb failed", failure);
    if (failure instanceof SettingsInvalid invalid) {
      invalid.lines().forEach(err::println);
      return ExitCode.SETTINGS;
    }
    err.println(line(failure));
    return ExitCode.REFUSED;
  }

  private static String line(Exception failure) {
    return switch (failure) {
      case Refused refused -> line(refused.refusal());
      case MemberRefused refused -> sentence(refused);
      case UnknownTenant unknown -> sentence(unknown);
      case PostgresFailed postgres -> sentence(postgres);
      case DatabaseNotUsable database -> sentence(database);
      case KeysUnusable keys -> sentence(keys);
      case CannotListen port -> sentence(port);
      case UncheckedSqlException sql -> "The database refused: " + sentence(sql);
      default -> "%s QUITTANCE_LOG_LEVEL=debug tells more.".formatted(sentence(failure));
    };
  }

  private static String line(Refusal refusal) {
    return switch (refusal) {
      case UnknownClient(var client) -> "There is no client %s.".formatted(client);
      case UnknownDraft(var draft) -> "There is no draft %s.".formatted(draft);
      case UnknownInvoice(var invoice) -> "There is no invoice %s.".formatted(invoice);
      case UnknownPayment(var payment) -> "There is no payment %s.".formatted(payment);
      case Invalid(var field, var expected) -> "%s: expected %s.".formatted(field, expected);
      case DueBeforeIssue(var issue, var due) ->
          "The due date %s is before the issue date %s.".formatted(due, issue);
      case MixedCurrencies(var field, var expected, var given) ->
          "%s: expected %s like the invoice, not %s.".formatted(field, expected, given);
      case Overpayment(var open, var offered) ->
          "%s is open; %s was offered.".formatted(open, offered);
      case WrongState(var invoice, var status, var expected) ->
          "Invoice %s is %s; expected %s.".formatted(invoice, status.code(), expected);
      case NotRefundable(var payment, var left) ->
          "%s of payment %s can be given back.".formatted(left, payment);
      case NotPayable(var invoice, var status) ->
          "Invoice %s is %s.".formatted(invoice, status.code());
      case UnknownGateway(var gateway) -> "There is no gateway %s.".formatted(gateway);
      case GatewayReferenceTaken(var gateway, var reference) ->
          "The %s payment %s is registered already.".formatted(gateway, reference);
      case GatewayFailed(var gateway, var reason) -> "%s: %s.".formatted(gateway, reason);
      case GatewayUnanswered(var gateway, var reason) -> "%s: %s.".formatted(gateway, reason);
      case GatewayNotConfigured(var gateway, var missing) ->
          "%s is not set up: %s is missing.".formatted(gateway, missing);
    };
  }

  /** The first line of the innermost message that says something, with one full stop. */
  private static String sentence(Throwable failure) {
    var said = failure;
    while (said.getMessage() == null && said.getCause() != null) {
      said = said.getCause();
    }
    var line = String.valueOf(said.getMessage()).lines().findFirst().orElse("");
    if (said.getMessage() == null || line.isBlank()) {
      line = said.getClass().getSimpleName();
    }
    var start = Character.toUpperCase(line.charAt(0)) + line.substring(1);
    return start.matches(".*[.!?]") ? start : start + ".";
  }
}
