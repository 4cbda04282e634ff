package com.quittance.relay.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are ended by the server, torn, or silent for longer than a lease. */
class CutTest {

  private static final int ROUNDS = Size.of(1, 10);
  private static final int LOSSES = Size.of(4, 50);
  private static final int EACH = 150;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Ground ground = Ground.shared();
  private final Random random = new Random(Size.seed());

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void nothingIsLostWithTheConnections(@TempDir Path folder) throws Exception {
    var ended = 0L;
    var cut = 0L;
    var silences = 0;
    var terms = Terms.of(ground.database());
    try (var one = new Wire(ground.database());
        var other = new Wire(ground.database());
        var crew = new Crew(folder, terms.on(one.database()))) {
      var workers =
          List.of(crew.hire(terms.on(one.database())), crew.hire(terms.on(other.database())));
      for (int round = 0; round < ROUNDS; round++) {
        work();
        ended += endSessions();
        work();
        one.cut();
        cut = one.cut() + other.cut();
        work();
        one.swallow();
        awaitLoss(workers.get(0));
        one.heal();
        work();
        other.swallow();
        awaitLoss(workers.get(1));
        other.healForNewConnections();
        silences += 2;
      }
      Eventually.within(
          PATIENCE, "both are back", () -> isAlive(workers.get(0)) && isAlive(workers.get(1)));
      Eventually.within(PATIENCE, "nothing is stuck", () -> ground.waiting() == 0);
      assertThat(workers).allMatch(WorkerProcess::isAlive);
    }
    Balance.strike(ground)
        .print(
            "connections",
            "%d ended by the server, %d torn, %d silences past the lease"
                .formatted(ended, cut, silences));
  }

  @Test
  void nothingIsStuckBecauseAnAnswerWasLost(@TempDir Path folder) throws Exception {
    var terms = Terms.of(ground.database());
    try (var wire = new Wire(ground.database());
        var crew = new Crew(folder, terms)) {
      var worker = crew.hire(terms.on(wire.database()));
      for (int loss = 0; loss < LOSSES; loss++) {
        work();
        wire.loseAnswers(Duration.ofMillis(20 + random.nextInt(100)));
      }
      Eventually.within(PATIENCE, "nothing is stuck", () -> ground.waiting() == 0);
      assertThat(worker.isAlive()).isTrue();
    }
    Balance.strike(ground).print("answers", "%d times all answers lost".formatted(LOSSES));
  }

  /** More to do, and some of it under way. */
  private void work() {
    ground.announceDeliveries(EACH, random);
    var left = 20 + random.nextInt(EACH - 20);
    Eventually.within(PATIENCE, "work goes on", () -> ground.waiting() <= left);
    LockSupport.parkNanos(random.nextInt(10_000_000));
    assertThat(ground.astray()).isZero();
  }

  private long endSessions() {
    return ground.number(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            + " where datname = current_database() and application_name = 'worker'");
  }

  private void awaitLoss(WorkerProcess worker) {
    Eventually.within(PATIENCE, "its lease runs out", () -> !isAlive(worker));
  }

  private boolean isAlive(WorkerProcess worker) {
    return ground.relay().monitor().nodes().stream()
        .anyMatch(node -> node.name().equals(worker.node()) && node.alive());
  }
}
