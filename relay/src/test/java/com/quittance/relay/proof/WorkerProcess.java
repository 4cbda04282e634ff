package com.quittance.relay.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A {@link Worker}, from outside. */
final class WorkerProcess {

  private static final Duration START = Duration.ofMinutes(2);

  private final Process process;
  private final Path standby;
  private final Path log;

  private WorkerProcess(Process process, Path standby, Path log) {
    this.process = process;
    this.standby = standby;
    this.log = log;
  }

  /** Begins to start one; it will stand by. */
  static WorkerProcess start(Path folder, String name, Terms terms) throws IOException {
    var standby = folder.resolve(name + ".standby");
    var log = folder.resolve(name + ".log");
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Xss512k",
                "-Xmx96m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Worker.class.getName(),
                standby.toString()));
    words.addAll(terms.arguments());
    var process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new WorkerProcess(process, standby, log);
  }

  /** Lets it work, as soon as it stands by. */
  WorkerProcess work() throws IOException {
    Eventually.within(
        START,
        "a worker stands by",
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("the worker has died: " + Files.readString(log));
          }
          return Files.exists(standby);
        });
    process.getOutputStream().write("work\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return this;
  }

  /** The name its nodes have. */
  String node() {
    return "node-" + process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** By SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int awaitDeath() throws InterruptedException {
    return process.waitFor();
  }

  void freeze() throws Exception {
    signal("STOP");
  }

  void thaw() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
