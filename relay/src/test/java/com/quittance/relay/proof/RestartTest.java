package com.quittance.relay.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that crashes under the workers: what it acknowledged is there, and is done once. */
class RestartTest {

  private static final int CRASHES = Size.of(2, 20);
  private static final int EACH = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Random random = new Random(Size.seed());
  private final List<String> acknowledged = new ArrayList<>();
  private int refused;
  private int number;
  private long longest;

  @Test
  void nothingIsLostByACrashOfTheDatabase(@TempDir Path folder, @TempDir Path logs)
      throws Exception {
    try (var server = new Server(folder);
        var ground = Ground.on(server.running());
        var crew = new Crew(logs, Terms.of(ground.database()))) {
      var workers = crew.hire(3);
      for (int crash = 0; crash < CRASHES; crash++) {
        ground.announceDeliveries(EACH, random);
        var left = 50 + random.nextInt(EACH - 50);
        Eventually.within(PATIENCE, "work goes on", () -> ground.waiting() <= left);
        var announcer = Thread.ofPlatform().start(() -> announceUntilRefused(ground));
        LockSupport.parkNanos(random.nextInt(100_000_000));
        server.crash();
        announcer.join();
        server.recover();
        assertThat(ground.astray()).as("after crash %d", crash).isZero();
        longest = Math.max(longest, millisUntilOneMoreIsDone(ground));
      }
      Eventually.within(PATIENCE, "nothing is stuck", () -> ground.waiting() == 0);

      assertThat(workers).allMatch(WorkerProcess::isAlive);
      assertThat(new HashSet<>(ground.list("select payload->>'name' from relay.event")))
          .as("acknowledged and lost")
          .containsAll(acknowledged);
      Balance.strike(ground)
          .print(
              "restart",
              ("%d crashes of PostgreSQL, %d announcements acknowledged while it crashed, %d refused,"
                      + " work went on %d ms after the recovery at the latest")
                  .formatted(CRASHES, acknowledged.size(), refused, longest));
    }
  }

  private void announceUntilRefused(Ground ground) {
    while (true) {
      var parcel = new Parcel.Plain("meanwhile-" + number++);
      if (!ground.isAcknowledged(List.of(parcel))) {
        refused++;
        return;
      }
      acknowledged.add(parcel.name());
    }
  }

  private static long millisUntilOneMoreIsDone(Ground ground) {
    var began = System.nanoTime();
    var done = ground.count("relay.attempt");
    Eventually.within(
        PATIENCE,
        "work goes on",
        () -> ground.count("relay.attempt") > done || ground.waiting() == 0);
    return (System.nanoTime() - began) / 1_000_000;
  }
}
