package com.quittance.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second process that opens a folder's server and holds it until its standard input ends. */
final class Opener implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;

  private Opener(Process process) {
    this.process = process;
    this.said = process.inputReader();
  }

  static Opener launch(Path folder) throws IOException {
    return launch(List.of(), folder, Path.of(System.getProperty("user.home")));
  }

  /**
   * @param prefix the words that make the process another user's
   */
  static Opener launch(List<String> prefix, Path folder, Path userHome) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var words = new ArrayList<>(prefix);
    words.addAll(
        List.of(
            java,
            "-Duser.home=" + userHome,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Opener.class.getName(),
            folder.toString()));
    return new Opener(
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** What it did: {@code started} or {@code joined}. */
  String awaitOpen() throws IOException {
    for (var line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith("open ")) {
        return line.substring(5);
      }
    }
    return "ended";
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
  }

  public static void main(String[] args) throws IOException {
    try (var server = Server.openAsItIs(Path.of(args[0]))) {
      System.out.println("open " + (server.started() ? "started" : "joined"));
      while (System.in.read() >= 0) {
        // The parent says nothing; it closes.
      }
    }
  }
}
