package com.quittance.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One run of an external program. Its output goes through a file, not a pipe: a server left behind
 * in the background would keep a pipe open for ever.
 */
record Command(int exit, String output) {
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "^.*?(?:(?:FATAL|PANIC|error): +|LOG: +(?=unrecognized|invalid|syntax error|parameter))");

  boolean worked() {
    return exit == 0;
  }

  /** The last line that says something, for one-line error messages. */
  String lastLine() {
    return output.lines().map(String::strip).filter(l -> !l.isEmpty()).reduce("", (_, l) -> l);
  }

  /** The line that tells why: the first complaint, otherwise the last line. */
  String reason() {
    return output
        .lines()
        .map(String::strip)
        .filter(l -> COMPLAINT.matcher(l).find())
        .map(l -> COMPLAINT.matcher(l).replaceFirst(""))
        .findFirst()
        .orElse(lastLine());
  }

  /** Runs the program to its end; exit 127 when it does not exist, 124 when it takes too long. */
  static Command run(List<String> words, Path workingDir, Duration patience) {
    try {
      var out = Files.createTempFile("quittance-", ".out");
      try {
        return run(words, workingDir, patience, out);
      } finally {
        Files.deleteIfExists(out);
      }
    } catch (IOException e) {
      return new Command(127, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresFailed("Interrupted while running %s.".formatted(words.getFirst()), e);
    }
  }

  private static Command run(List<String> words, Path workingDir, Duration patience, Path out)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(words)
            .directory(workingDir.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    makePlain(builder.environment());
    var process = builder.start();
    var ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    var said = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
    return new Command(ended ? process.exitValue() : 124, said);
  }

  /** Variables such as PGDATA or LC_ALL of the caller must not lead the server elsewhere. */
  private static void makePlain(Map<String, String> environment) {
    new ArrayList<>(environment.keySet())
        .stream()
            .filter(k -> k.startsWith("PG") || k.startsWith("LC_"))
            .forEach(environment::remove);
    environment.put("LC_ALL", "C");
  }
}
