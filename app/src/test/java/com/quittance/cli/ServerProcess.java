package com.quittance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** {@code quittance serve} as a process of its own, with its data in a folder. */
final class ServerProcess implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("serves http://\\S+:(\\d+)");

  private final Path log;
  private final Process process;
  private final int port;

  /** Started, and listening. */
  ServerProcess(Path folder, String... options) throws IOException {
    log = folder.resolve("log");
    Files.deleteIfExists(log);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "com.quittance.Quittance"));
    command.addAll(List.of("serve", "--port", "0", "--data", folder.resolve("data").toString()));
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await(() -> PORT.matcher(log()).find() || !process.isAlive());
    var found = PORT.matcher(log());
    assertThat(found.find()).as(log()).isTrue();
    port = Integer.parseInt(found.group(1));
  }

  int port() {
    return port;
  }

  Process process() {
    return process;
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException notYet) {
      return "";
    }
  }

  void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in vain, its log: %s", log()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** Kills it. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
