package com.quittance;

import com.quittance.cli.CommandLineInterface;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where it starts: a verb and its arguments. */
public final class Quittance {

  private Quittance() {}

  public static void main(String[] arguments) {
    var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    var code = CommandLineInterface.run(out, err, arguments);
    // A process that is already ending waits for this thread: it must not wait for the process.
    if (code != 0) {
      System.exit(code);
    }
  }
}
