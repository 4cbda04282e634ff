package com.quittance.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/** All verbs, and what is said when one of them cannot be done. */
@Command(
    name = "quittance",
    description = "Invoicing whose e-mails, PDFs, reminders and alerts are never lost.",
    synopsisSubcommandLabel = "VERB",
    version = "quittance 0.1.0",
    mixinStandardHelpOptions = true,
    commandListHeading = "Verbs:%n",
    footerHeading = "%n",
    footer = {
      "quittance VERB --help tells what a verb can be told.",
      "It ends with 0 when done, 1 when refused, 2 when misused, 78 when a setting is wrong."
    })
public final class CommandLineInterface {

  static final Map<String, Supplier<Callable<Integer>>> VERBS = verbs();

  private CommandLineInterface() {}

  private static Map<String, Supplier<Callable<Integer>>> verbs() {
    var verbs = new LinkedHashMap<String, Supplier<Callable<Integer>>>();
    verbs.put("serve", Serve::new);
    verbs.put("demo", DemoVerb::new);
    verbs.put("tenant:create", TenantCreate::new);
    verbs.put("person:add", PersonAdd::new);
    verbs.put("person:list", PersonList::new);
    verbs.put("person:role", PersonRole::new);
    verbs.put("person:password", PersonPassword::new);
    verbs.put("person:second-factor", PersonSecondFactor::new);
    verbs.put("person:remove", PersonRemove::new);
    verbs.put("token:create", TokenCreate::new);
    verbs.put("token:revoke", TokenRevoke::new);
    verbs.put("event:list", EventList::new);
    verbs.put("event:search", EventSearchVerb::new);
    verbs.put("event:dispatch", EventDispatch::new);
    verbs.put("event:replay", EventReplay::new);
    verbs.put("queue:work", QueueWork::new);
    verbs.put("queue:monitor", QueueMonitor::new);
    verbs.put("queue:search", QueueSearch::new);
    verbs.put("queue:failed", QueueFailed::new);
    verbs.put("queue:retry", QueueRetry::new);
    verbs.put("queue:forget", QueueForget::new);
    verbs.put("queue:flush", QueueFlush::new);
    verbs.put("queue:explain", QueueExplain::new);
    verbs.put("queue:pause", QueuePause::new);
    verbs.put("queue:continue", QueueContinue::new);
    verbs.put("queue:lane", QueueLane::new);
    verbs.put("listener:pause", ListenerPause::new);
    verbs.put("listener:continue", ListenerContinue::new);
    verbs.put("schedule:list", ScheduleList::new);
    verbs.put("schedule:run", ScheduleRun::new);
    verbs.put("invoices:check-overdue", CheckOverdue::new);
    verbs.put("audit:verify", AuditVerify::new);
    verbs.put("audit:head", AuditHeadVerb::new);
    verbs.put("audit:export", AuditExport::new);
    return verbs;
  }

  /**
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    var cli = cli(arguments.length == 0 ? "" : arguments[0]).setOut(out).setErr(err);
    if (arguments.length == 0) {
      cli.usage(out);
      return ExitCode.USAGE;
    }
    var code = cli.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  /** Looking at a verb costs some milliseconds: only who misses one gets to see them all. */
  private static CommandLine cli(String wanted) {
    var cli = new CommandLine(new CommandLineInterface());
    for (var verb : VERBS.entrySet()) {
      if (verb.getKey().equals(wanted) || !VERBS.containsKey(wanted)) {
        cli.addSubcommand(verb.getKey(), verb.getValue().get());
      }
    }
    return cli.setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(UUID.class, CommandLineInterface::id)
        .registerConverter(Instant.class, CommandLineInterface::time)
        .setParameterExceptionHandler(Failures::misused)
        .setExecutionExceptionHandler(Failures::failed);
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException wrong) {
      throw new TypeConversionException(
          "expected a time such as 2026-11-23T08:00:00Z, not \"%s\"".formatted(text));
    }
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException("expected an id, not \"%s\"".formatted(text));
    }
  }
}
