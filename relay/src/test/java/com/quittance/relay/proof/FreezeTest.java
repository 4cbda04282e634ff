package com.quittance.relay.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Eventually;
import com.quittance.relay.monitor.NodeState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is stopped past its lease and goes on later: it comes too late for everything. */
class FreezeTest {

  private static final int FREEZES = Size.of(2, 30);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Ground ground = Ground.shared();

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void lateWritesOfAFrozenProcessChangeNothing(@TempDir Path folder) throws Exception {
    var random = new Random(Size.seed());
    var freezes = 0;
    try (var crew = new Crew(folder, Terms.of(ground.database()))) {
      var frozen = crew.hire(2).getFirst();
      // what was frozen between two statements is late for sure; once in a while none was
      for (; freezes < FREEZES || freezes < 10 * FREEZES && staleOf(frozen) == 0; freezes++) {
        ground.announceDeliveries(200, random);
        var left = 100 + random.nextInt(80);
        Eventually.within(PATIENCE, "work is under way", () -> ground.waiting() < left);
        freezeAtWork(frozen);
        Eventually.within(PATIENCE, "the other does all", () -> ground.waiting() == 0);
        var done = ground.count("relay.attempt");
        frozen.thaw();
        Eventually.within(PATIENCE, "it is back", () -> isAlive(frozen));
        LockSupport.parkNanos(500_000_000); // its next heartbeats tell what came late
        assertThat(ground.count("relay.attempt")).as("written late").isEqualTo(done);
        assertThat(ground.astray()).isZero();
      }
      Eventually.within(PATIENCE, "what came late is counted", () -> staleOf(frozen) > 0);
      assertThat(frozen.isAlive()).isTrue();
    }
    Balance.strike(ground).print("freeze", freezes + " freezes past the lease");
  }

  /** What it holds when it stops must be more than nothing, or nothing could be late. */
  private void freezeAtWork(WorkerProcess worker) throws Exception {
    Eventually.within(
        PATIENCE,
        "it is frozen while it works",
        () -> {
          worker.freeze();
          LockSupport.parkNanos(100_000_000); // what it had sent is done
          if (ground.heldBy(worker) >= 5) {
            return true;
          }
          worker.thaw();
          return false;
        });
  }

  private long staleOf(WorkerProcess worker) {
    return ground.relay().monitor().nodes().stream()
        .filter(node -> node.name().equals(worker.node()))
        .mapToLong(NodeState::stale)
        .max()
        .orElse(0);
  }

  private boolean isAlive(WorkerProcess worker) {
    return ground.relay().monitor().nodes().stream()
        .anyMatch(node -> node.name().equals(worker.node()) && node.alive());
  }
}
