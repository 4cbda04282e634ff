package com.quittance.relay.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.postgres.EmbeddedPostgres;
import com.quittance.postgres.ScratchDatabases;
import com.quittance.relay.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL of its own that may be broken. */
final class Server implements AutoCloseable {

  private final Path folder;
  private EmbeddedPostgres running;

  Server(Path folder) {
    this.folder = folder;
    this.running = ScratchDatabases.apart(folder);
  }

  EmbeddedPostgres running() {
    return running;
  }

  /** The immediate mode of a shutdown: nothing is written any more, the next start recovers. */
  void crash() throws Exception {
    var pid = postmaster();
    var kill = new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
    Eventually.within(
        Duration.ofMinutes(1),
        "PostgreSQL is down",
        () -> !Files.exists(Path.of("/proc", Long.toString(pid))) || !isUp());
  }

  /** Whether its files say that it runs. */
  boolean isUp() {
    return Files.exists(pidFile());
  }

  /** Starts it again where it was, or joins it. */
  void recover() {
    running = ScratchDatabases.apart(folder);
  }

  private long postmaster() throws IOException {
    return Long.parseLong(Files.readAllLines(pidFile()).getFirst().strip());
  }

  private Path pidFile() {
    return folder.resolve("postgres/data/postmaster.pid");
  }

  @Override
  public void close() {
    running.close();
  }
}
