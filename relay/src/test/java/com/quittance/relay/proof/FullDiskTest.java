package com.quittance.relay.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.quittance.relay.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full: everything waits, nothing is lost, and goes on when there is room. */
class FullDiskTest {

  private static final int FILLS = Size.of(2, 6);
  private static final int MEGABYTES = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path disk;
  @TempDir private Path logs;
  private final Random random = new Random(Size.seed());
  private final List<String> acknowledged = new ArrayList<>();
  private int number;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "mode=0755,size=" + MEGABYTES + "m",
            "proof",
            disk.toString()),
        "No small disk can be filled here: mounting one takes root and CAP_SYS_ADMIN");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @Test
  void nothingIsLostWhenTheDiskIsFull() throws Exception {
    var refused = 0;
    var down = 0;
    try (var server = new Server(disk.resolve("data"));
        var ground = Ground.on(server.running());
        var crew = new Crew(logs, Terms.of(ground.database()))) {
      var workers = crew.hire(2);
      for (int fill = 0; fill < FILLS; fill++) {
        ground.announceDeliveries(300, random);
        Eventually.within(PATIENCE, "work goes on", () -> ground.waiting() < 250);
        var ballast = fill();
        refused += announceUntilRefused(ground);
        if (fill % 2 == 1) {
          down += useUpTheLog(ground);
        }
        Eventually.within(PATIENCE, "nobody works", () -> isIdle(ground));
        Files.delete(ballast);
        server.recover();
        assertThat(ground.astray()).as("after fill %d", fill).isZero();
        Eventually.within(PATIENCE, "work has resumed", () -> ground.waiting() == 0);
      }

      assertThat(workers).allMatch(WorkerProcess::isAlive);
      assertThat(new HashSet<>(ground.list("select payload->>'name' from relay.event")))
          .as("acknowledged and lost")
          .containsAll(acknowledged);
      Balance.strike(ground)
          .print(
              "disk",
              "%d times full, %d announcements acknowledged on the way, %d refused, %d times PostgreSQL went down"
                  .formatted(FILLS, acknowledged.size(), refused, down));
    }
  }

  /** Takes all that is left. */
  private Path fill() throws IOException {
    var ballast = disk.resolve("ballast");
    try (var out = Files.newOutputStream(ballast)) {
      var bytes = new byte[4096];
      while (true) {
        out.write(bytes);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    return ballast;
  }

  private int announceUntilRefused(Ground ground) {
    var refused = 0;
    while (refused < 5) {
      var parcel = new Parcel.Plain("meanwhile-" + number++);
      if (ground.isAcknowledged(List.of(parcel))) {
        acknowledged.add(parcel.name());
      } else {
        refused++;
      }
    }
    return refused;
  }

  /** The write-ahead log gets no more room either, and PostgreSQL does not survive that. */
  private static int useUpTheLog(Ground ground) {
    for (int megabytes = 0; megabytes < MEGABYTES; megabytes++) {
      try {
        ground.list("select pg_logical_emit_message(false, 'proof', repeat('x', 1000000))");
      } catch (AssertionError down) {
        return 1;
      }
    }
    return 0;
  }

  private static boolean isIdle(Ground ground) {
    try {
      var before = ground.count("relay.attempt");
      LockSupport.parkNanos(500_000_000);
      return before == ground.count("relay.attempt");
    } catch (AssertionError down) {
      return true;
    }
  }

  private static boolean run(String... words) throws Exception {
    try {
      return new ProcessBuilder(words).inheritIO().start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
