package com.quittance.cli;

import com.quittance.House;
import com.quittance.audit.OperatorActed.Stage;
import com.quittance.http.PlainText;
import java.io.PrintWriter;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A verb that opens the house, does one thing, and closes it. */
abstract class Verb implements Callable<Integer> {

  @Mixin private Options options;
  @Spec private CommandSpec spec;

  /**
   * @return the exit code
   */
  abstract int run(House house, PrintWriter out);

  /** Looks at what was typed, before anything is opened for it. */
  void check() {}

  /**
   * Whether it may change what nobody else has decided. Then the audit log says that it begins, and
   * how it ended; a verb that only looks says that it does not.
   */
  boolean changes() {
    return true;
  }

  /** The company it changes something of; null: none, or all. */
  @Nullable UUID concerns(House house) {
    return null;
  }

  @Override
  public final Integer call() {
    check();
    try (var house = House.open(options.settings())) {
      var code = changes() ? recorded(house) : run(house, out());
      out().flush();
      return code;
    }
  }

  private int recorded(House house) {
    var command = spec.commandLine();
    var tell =
        house
            .auditChains()
            .began(
                concerns(house),
                System.getProperty("user.name", "unknown"),
                command.getCommandName(),
                Typed.arguments(command.getParseResult()));
    var stage = Stage.FAILED;
    try {
      var code = run(house, out());
      stage = code == ExitCode.DONE ? Stage.DONE : Stage.REFUSED;
      return code;
    } finally {
      tell.accept(stage);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** A text of one line, if it is given. */
  final void line(String option, @Nullable String text, int most) {
    if (text != null && (text.isBlank() || text.length() > most || !PlainText.isLine(text))) {
      throw misused(
          "%s is \"%s\": expected one line of 1 to %d characters."
              .formatted(option, text.replaceAll("\\p{Cntrl}", "?"), most));
    }
  }

  /** Something was typed that cannot be meant. */
  final ParameterException misused(String line) {
    return new ParameterException(spec.commandLine(), line);
  }

  /** One line on standard error, of what goes on. */
  final void tell(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  /** One line on standard error, and the exit code that goes with it. */
  final int refuse(String line) {
    spec.commandLine().getErr().println(line);
    return ExitCode.REFUSED;
  }
}
