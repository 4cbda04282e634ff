package com.quittance.cli;

import com.quittance.House;
import com.quittance.relay.FinishedJob;
import com.quittance.relay.WorkOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "queue:work", description = "Works the queues until it is stopped.")
final class QueueWork extends Verb {

  @Parameters(arity = "0..1", paramLabel = "CONNECTION", description = "database: the only one.")
  private @Nullable String connection;

  @Option(
      names = "--queue",
      split = ",",
      paramLabel = "NAME",
      description = "Only these, by commas; all unless given.")
  private @Nullable Set<String> queues;

  @Option(
      names = "--sleep",
      paramLabel = "SECONDS",
      description = "Between looks at an idle queue.")
  private @Nullable Integer sleep;

  @Option(
      names = "--tries",
      paramLabel = "N",
      description = "Attempts in all, instead of each listener's own.")
  private @Nullable Integer tries;

  @Option(names = "--timeout", paramLabel = "SECONDS", description = "Instead of each listener's.")
  private @Nullable Integer timeout;

  @Option(names = "--max-time", paramLabel = "SECONDS", description = "Stop after so long.")
  private @Nullable Integer maxTime;

  @Option(names = "--max-jobs", paramLabel = "N", description = "Stop after so many.")
  private @Nullable Integer maxJobs;

  @Option(names = "--once", description = "Do one job and stop.")
  private boolean once;

  @Option(names = "--stop-when-empty", description = "Stop when nothing more is due.")
  private boolean stopWhenEmpty;

  @Mixin private JsonOption json;

  @Override
  void check() {
    if (connection != null && !connection.equals("database")) {
      throw misused("There is no queue connection %s; expected database.".formatted(connection));
    }
    options();
    var known = queues == null ? Set.<String>of() : House.events().queues();
    for (var queue : queues == null ? Set.<String>of() : queues) {
      if (!known.contains(queue)) {
        throw misused("There is no queue \"%s\"; expected of %s.".formatted(queue, known));
      }
    }
  }

  private WorkOptions options() {
    try {
      return new WorkOptions(
          queues == null ? Set.of() : queues,
          tries,
          seconds(timeout),
          seconds(sleep),
          maxJobs,
          seconds(maxTime),
          once,
          stopWhenEmpty);
    } catch (IllegalArgumentException wrong) {
      throw misused(wrong.getMessage() + ".");
    }
  }

  /** What it works was decided by those who announced it. */
  @Override
  boolean changes() {
    return false;
  }

  @Override
  int run(House house, PrintWriter out) {
    Consumer<FinishedJob> observer = json.isSet() ? _ -> {} : job -> tell(out, job);
    var report =
        Stop.onSignal(() -> house.relay().close(), () -> house.relay().work(options(), observer));
    if (json.isSet()) {
      Json.print(out, report);
    } else {
      out.printf(
          "%d done, %d to be tried again, %d given up%n",
          report.completed(), report.retried(), report.failed());
    }
    return ExitCode.DONE;
  }

  private static void tell(PrintWriter out, FinishedJob job) {
    out.printf(
        "%s  %-26s  attempt %d  %5d ms  %s%n",
        job.finishedAt().truncatedTo(ChronoUnit.SECONDS),
        job.listener(),
        job.attempt(),
        job.took().toMillis(),
        job.outcome());
    out.flush();
  }

  private static @Nullable Duration seconds(@Nullable Integer number) {
    return number == null ? null : Duration.ofSeconds(number);
  }
}
