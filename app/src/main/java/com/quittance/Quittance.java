package com.quittance;

import com.quittance.cli.CommandLineInterface;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Where it starts: a verb and its arguments. */
public final class Quittance {

  private static final Set<String> SERVERS = Set.of("serve", "queue:work");

  private Quittance() {}

  public static void main(String[] arguments) {
    setLogLevel(arguments.length == 0 ? "" : arguments[0]);
    var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    var code = CommandLineInterface.run(out, err, arguments);
    // A process that is already ending waits for this thread: it must not wait for the process.
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Before the first logger is made: servers tell what they do, short verbs only what is wrong. */
  private static void setLogLevel(String verb) {
    System.setProperty("quittance.log.level", SERVERS.contains(verb) ? "INFO" : "WARN");
  }
}
