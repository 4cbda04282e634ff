package com.quittance.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The server process of a cluster, found by its working directory and driven by pg_ctl. */
record Postmaster(Home home, Binaries binaries) {
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration STOP = Duration.ofMinutes(1);
  private static final Duration KILL = Duration.ofSeconds(10);
  private static final long LOG_LIMIT = 5_000_000;

  boolean isRunning() {
    return pid().filter(this::isOurs).isPresent();
  }

  private Optional<Long> pid() {
    try {
      var first = Files.readAllLines(pidFile()).getFirst().strip();
      return Optional.of(Long.parseLong(first)).filter(p -> p > 0);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private Path pidFile() {
    return home.data().resolve("postmaster.pid");
  }

  /** A number in a file proves nothing: another program may have it by now. */
  private boolean isOurs(long pid) {
    return isOurs(Path.of("/proc", Long.toString(pid)));
  }

  private boolean isOurs(Path process) {
    try {
      return Files.isSameFile(process.resolve("cwd"), home.data());
    } catch (IOException e) {
      return false;
    }
  }

  private List<Path> processes() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(p -> p.getFileName().toString().matches("\\d+"))
          .filter(this::isOurs)
          .toList();
    }
  }

  /**
   * PostgreSQL itself clears the pid file of a dead server, but believes in one whose number was
   * given to another program since (usual after a container's restart, or in a copied folder).
   */
  void clearStalePid() throws IOException {
    if (processes().isEmpty()) {
      Files.deleteIfExists(pidFile());
    }
  }

  /** What pg_ctl answered, and in a failure why the server says it failed. */
  Command start() throws IOException {
    var log = home.log();
    turnOver(log);
    var before = Files.exists(log) ? Files.size(log) : 0;
    var told = pgCtl(START, List.of("start", "-w", "-t", seconds(START), "-l", log.toString()));
    if (told.worked() || !Files.exists(log) || Files.size(log) <= before) {
      return told;
    }
    var bytes = Files.readAllBytes(log);
    var from = (int) before;
    return new Command(
        told.exit(), new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
  }

  private static void turnOver(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Files.move(log, log.resolveSibling("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Ends sessions and writes a checkpoint: the next start has nothing to recover. */
  void stop() throws IOException {
    var told = pgCtl(STOP, List.of("stop", "-m", "fast", "-w", "-t", seconds(STOP)));
    if (!told.worked() && isRunning()) {
      stopBroken();
    }
  }

  /** For a server that does not answer; the write-ahead log makes this safe. */
  void stopBroken() throws IOException {
    pgCtl(Duration.ofSeconds(15), List.of("stop", "-m", "immediate", "-w", "-t", "5"));
    var begun = System.nanoTime();
    for (var left = processes();
        !left.isEmpty() && System.nanoTime() - begun < KILL.toNanos();
        left = processes()) {
      left.forEach(Postmaster::kill);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static void kill(Path process) {
    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  private Command pgCtl(Duration patience, List<String> words) {
    var all = new ArrayList<>(List.of(binaries.program("pg_ctl"), "-D", home.data().toString()));
    all.addAll(words);
    return Command.run(home.account().command(all), home.folder(), patience.plusSeconds(10));
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }
}
