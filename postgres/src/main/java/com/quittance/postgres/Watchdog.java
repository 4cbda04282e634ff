package com.quittance.postgres;

import java.io.IOException;
import java.util.List;

/**
 * A small shell that holds on to this JVM by a pipe. When the JVM ends, even by kill -9, the pipe
 * closes, and the shell stops the server and deletes its folder.
 */
final class Watchdog {
  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      cat >/dev/null
      pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"
      for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -e "$1/data/postmaster.pid" ] || break
        sleep 0.1
      done
      rm -rf "$2"
      """;

  private final Process shell;

  private Watchdog(Process shell) {
    this.shell = shell;
  }

  /** The answer must be kept: the pipe closes when it is collected. */
  static Watchdog guard(Home home) throws IOException {
    var builder =
        new ProcessBuilder(
                List.of(
                    "sh",
                    "-c",
                    SCRIPT,
                    "quittance-watchdog",
                    home.folder().toString(),
                    home.folder().getParent().toString()))
            .directory(home.folder().getRoot().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    return new Watchdog(builder.start());
  }

  boolean isAwake() {
    return shell.isAlive();
  }
}
