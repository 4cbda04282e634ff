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

/** Processes killed at any moment: nothing is lost, nothing stuck, effects happen once. */
class KillTest {

  private static final int KILLS = Size.of(10, 200);
  private static final int EACH = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Ground ground = Ground.shared();

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void nothingIsLostByKillMinusNine(@TempDir Path folder) throws Exception {
    var random = new Random(Size.seed());
    var atWork = 0;
    try (var crew = new Crew(folder, Terms.of(ground.database()))) {
      var workers = crew.hire(3);
      for (int kill = 0; kill < KILLS; kill++) {
        crew.standBy();
        ground.announceDeliveries(EACH, random);
        var left = 10 + random.nextInt(EACH - 10);
        Eventually.within(PATIENCE, "kill " + kill + " at " + left, () -> ground.waiting() <= left);
        var victim = pick(workers, random);
        LockSupport.parkNanos(random.nextInt(10_000_000));
        workers.remove(victim);
        victim.kill();
        atWork += ground.heldBy(victim) > 0 ? 1 : 0;
        assertThat(ground.astray()).as("after kill %d", kill).isZero();
        workers.add(crew.replace());
      }
      Eventually.within(PATIENCE, "nothing is stuck", () -> ground.waiting() == 0);
    }
    Balance.strike(ground).print("kill", "%d kills (%d of them at work)".formatted(KILLS, atWork));
  }

  /** One that holds something, while there is one. */
  private WorkerProcess pick(List<WorkerProcess> workers, Random random) {
    var busy = workers.stream().filter(worker -> ground.heldBy(worker) > 0).toList();
    var choice = busy.isEmpty() ? workers : busy;
    return choice.get(random.nextInt(choice.size()));
  }
}
