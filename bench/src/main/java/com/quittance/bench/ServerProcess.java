package com.quittance.bench;

import com.quittance.bench.ServedHouse.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Servers in a JVM of their own, with the launcher's options. */
final class ServerProcess implements AutoCloseable {

  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx384m",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "-Djava.awt.headless=true");

  private final Process process;
  private final List<Integer> ports;

  /**
   * @param manners of each server in it
   */
  ServerProcess(Path data, List<Set<Manner>> manners) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(List.of(System.getProperty("server.options", "").trim().split("\\s+")));
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ServedHouse.class.getName(), data.toString()));
    for (var manner : manners) {
      command.add(manner.stream().map(Manner::name).collect(Collectors.joining(",")));
    }
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
    } while (!line.startsWith("ports "));
    ports = Stream.of(line.substring("ports ".length()).split(" ")).map(Integer::valueOf).toList();
    Thread.ofPlatform().daemon().start(() -> output.lines().forEach(_ -> {}));
  }

  /** Of the nth server, from 0. */
  int port(int n) {
    return ports.get(n);
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
