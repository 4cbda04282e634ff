package com.quittance.cli;

import com.quittance.billing.domain.Refused;
import com.quittance.postgres.PostgresFailed;
import com.quittance.relay.UncheckedSqlException;
import com.quittance.settings.SettingsInvalid;
import com.quittance.tenancy.UnknownTenant;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All verbs, and what is said when one of them cannot be done. */
@Command(
    name = "quittance",
    description = "Invoicing whose e-mails, PDFs, reminders and alerts are never lost.",
    synopsisSubcommandLabel = "VERB",
    version = "quittance 0.1.0",
    mixinStandardHelpOptions = true,
    subcommands = {
      Serve.class,
      DemoVerb.class,
      TenantCreate.class,
      TokenCreate.class,
      TokenRevoke.class,
      EventList.class,
      EventDispatch.class,
      QueueWork.class,
      QueueMonitor.class,
      QueueFailed.class,
      QueueRetry.class,
      QueueForget.class,
      QueueFlush.class,
      QueueExplain.class,
      QueuePause.class,
      QueueContinue.class,
      ScheduleRun.class,
      CheckOverdue.class
    })
public final class CommandLineInterface {

  private static final Logger LOG = LoggerFactory.getLogger(CommandLineInterface.class);

  private CommandLineInterface() {}

  /**
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    var cli =
        new CommandLine(new CommandLineInterface())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(CommandLineInterface::misused)
            .setExecutionExceptionHandler(CommandLineInterface::failed);
    for (var verb : cli.getSubcommands().values()) {
      verb.getCommandSpec().mixinStandardHelpOptions(true);
    }
    if (arguments.length == 0) {
      cli.usage(out);
      return ExitCode.USAGE;
    }
    var code = cli.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  private static int misused(ParameterException wrong, String[] arguments) {
    var command = wrong.getCommandLine();
    var err = command.getErr();
    err.println(wrong.getMessage().lines().findFirst().orElse("Wrong usage."));
    if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
      err.printf("Try %s --help%n", command.getCommandSpec().qualifiedName());
    }
    return ExitCode.USAGE;
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    var err = command.getErr();
    LOG.debug("the verb failed", failure);
    if (failure instanceof SettingsInvalid invalid) {
      invalid.lines().forEach(err::println);
      return ExitCode.SETTINGS;
    }
    err.println(line(failure));
    return ExitCode.REFUSED;
  }

  private static String line(Exception failure) {
    return switch (failure) {
      case Refused refused -> refused.refusal().toString();
      case UnknownTenant unknown -> unknown.getMessage() + ".";
      case PostgresFailed postgres -> String.valueOf(postgres.getMessage());
      case UncheckedSqlException sql -> "The database refused: " + sql.getMessage();
      default -> {
        LOG.error("the verb failed", failure);
        yield "Failed: " + first(failure);
      }
    };
  }

  private static String first(Throwable failure) {
    var cause = failure;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
  }
}
