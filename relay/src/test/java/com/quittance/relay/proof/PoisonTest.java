package com.quittance.relay.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Eventually;
import com.quittance.relay.monitor.NodeState;
import com.quittance.relay.queue.FailedJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners that kill their process or cannot be stopped, and parcels nobody can read. */
class PoisonTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Ground ground = Ground.shared();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void whatKillsItsProcessIsPutAwayAndTakesNoInnocentWithIt() throws Exception {
    ground.announce(plain("before", 20));
    ground.announce(List.of(new Parcel.Explosive("bomb")));
    ground.announce(plain("after", 20));
    var terms = Terms.of(ground.database()).withCrashLimit(3);
    try (var crew = new Crew(folder, terms)) {
      crew.standBy();
      for (int crash = 1; crash <= 3; crash++) {
        var next = crew.replace();
        crew.standBy();
        assertThat(next.awaitDeath()).isEqualTo(137);
      }
      crew.replace();
      Eventually.within(PATIENCE, "the innocent are done", () -> ground.waiting() == 0);
    }

    assertThat(ground.relay().failedJobs().list(10))
        .singleElement()
        .returns("Halting", FailedJob::listener)
        .returns("crashed", FailedJob::reason)
        .returns(3, FailedJob::crashes);
    assertThat(ground.count("effect")).isEqualTo(40);
    assertThat(ground.number("select count(distinct job) from effect")).isEqualTo(40);
    Size.print(
        "poison",
        "3 processes killed by a listener, 1 delivery quarantined, %d innocent completed,"
            + " %d of them rescued",
        ground.count("relay.attempt where outcome = 'completed'"),
        ground.count("relay.attempt where outcome = 'crashed' and listener <> 'Halting'"));
  }

  @Test
  void whatIgnoresItsInterruptionIsFencedAndReported() throws Exception {
    var terms = Terms.of(ground.database());
    try (var crew = new Crew(folder, terms)) {
      var worker = crew.hire(terms);
      ground.announce(List.of(new Parcel.Sticky("first")));
      Eventually.within(PATIENCE, "it is reported", () -> stuck() == 1);
      assertThat(ground.relay().failedJobs().list(10))
          .singleElement()
          .returns("timed_out", FailedJob::reason);

      ground.announce(List.of(new Parcel.Sticky("second")));
      Eventually.within(PATIENCE, "the second runs", () -> ground.heldBy(worker) == 1);
      var node = alive();
      worker.freeze();
      Eventually.within(PATIENCE, "it loses its lease", () -> alive().isEmpty());
      worker.thaw();
      Eventually.within(
          PATIENCE, "it is back as another", () -> !alive().isEmpty() && !alive().equals(node));
      // the first; the second, which its node has lost; the second once more
      Eventually.within(PATIENCE, "all are reported", () -> stuck() == 3);

      ground.announce(plain("after", 20));
      Eventually.within(
          PATIENCE, "the others are done", () -> ground.count("effect") == 20 && isDone());
      assertThat(worker.isAlive()).isTrue();
    }
    Size.print("stuck", "2 deliveries ignore their interruption, 3 runs reported");
  }

  private boolean isDone() {
    return ground.waiting() == 0;
  }

  private long stuck() {
    return ground.relay().monitor().nodes().stream().mapToInt(NodeState::stuck).sum();
  }

  private List<UUID> alive() {
    return ground.relay().monitor().nodes().stream()
        .filter(NodeState::alive)
        .map(NodeState::id)
        .toList();
  }

  private static List<Parcel> plain(String name, int number) {
    var parcels = new ArrayList<Parcel>();
    for (int i = 0; i < number; i++) {
      parcels.add(new Parcel.Plain(name + i));
    }
    return parcels;
  }
}
