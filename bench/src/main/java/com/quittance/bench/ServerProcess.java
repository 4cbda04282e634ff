package com.quittance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The server in a JVM of its own, with the launcher's options. */
final class ServerProcess implements AutoCloseable {

  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx384m",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "-Djava.awt.headless=true");

  private final Process process;
  private final int port;

  ServerProcess(Path data, boolean workers) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(List.of(System.getProperty("server.options", "").trim().split("\\s+")));
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(ServedHouse.class.getName(), data.toString(), workers ? "workers" : "alone"));
    var log = data.resolve("server.log");
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var output = process.inputReader();
    String line;
    do {
      line = output.readLine();
      if (line == null) {
        throw new IOException("the server did not start: " + Files.readString(log));
      }
    } while (!line.startsWith("port "));
    port = Integer.parseInt(line.substring("port ".length()));
    Thread.ofPlatform().daemon().start(() -> output.lines().forEach(_ -> {}));
  }

  int port() {
    return port;
  }

  /** Of its whole life, in seconds. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.outputWriter().close();
    process.waitFor();
  }
}
