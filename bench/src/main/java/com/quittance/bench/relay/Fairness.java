package com.quittance.bench.relay;

import com.quittance.relay.Attempt;
import com.quittance.relay.EventMap;
import com.quittance.relay.Listener;
import com.quittance.relay.Relay;
import com.quittance.relay.RelaySettings;
import com.quittance.relay.Retry;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * How long ten jobs of one tenant wait, alone and behind a hundred thousand of another, each job a
 * millisecond.
 */
final class Fairness implements RelayBench.Section {

  private static final int BACKLOG = Integer.getInteger("bench.fairness", 100_000);
  private static final int ROUNDS = 5;
  private static final int TIMES = 60;
  private static final int FEW = 10;

  /** A job that knows when it was announced; 0: of the backlog. */
  record Asked(long nanos) {}

  private final Queue<Double> waits = new ConcurrentLinkedQueue<>();

  private final Listener<Asked> listener =
      new Listener<>() {
        @Override
        public void handle(Asked event, Attempt attempt) {
          if (event.nanos() != 0) {
            waits.add((System.nanoTime() - event.nanos()) / 1e6);
          }
          Work.run(Work.A_MILLISECOND);
        }

        @Override
        public Retry retry() {
          return Retry.tries(3);
        }

        @Override
        public String name() {
          return "Asked";
        }
      };

  /** One stall of the machine makes a 99th percentile, hence the median of several rounds. */
  @Override
  public Map<String, Object> run() throws Exception {
    var alone = new ArrayList<Double>();
    var behind = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      round(alone, behind);
    }
    return Map.of(
        "fairness_wait_alone_p99_ms",
        Figures.rounded(Figures.median(alone)),
        "fairness_wait_behind_p99_ms",
        Figures.rounded(Figures.median(behind)),
        "fairness_wait_ratio",
        Figures.rounded(Figures.median(behind) / Figures.median(alone)));
  }

  private void round(List<Double> alone, List<Double> behind) throws Exception {
    var map = EventMap.of(Asked.class, _ -> List.of("asked")).on("asked", 1, Asked.class, listener);
    try (var database = new BenchDatabase();
        var relay =
            Relay.builder(map)
                .application(database.application())
                .engine(database.engine())
                .settings(RelaySettings.defaults().withConcurrency(32, Map.of()).withClaimBatch(32))
                .build()) {
      relay.start();
      waits(relay);
      alone.add(waits(relay));
      var big = UuidV7.from(Clock.systemUTC());
      for (int n = 0; n < BACKLOG; n += 1_000) {
        announce(relay, big, 1_000, 0);
      }
      behind.add(waits(relay));
      System.out.printf(
          Locale.ROOT,
          "p99 wait of ten: alone %.1f ms, behind %,d others %.1f ms (%,d of them still wait)%n",
          alone.getLast(),
          BACKLOG,
          behind.getLast(),
          relay.monitor().queues().getFirst().waiting());
    }
  }

  /** The 99th percentile of the waits from the announcement to the start. */
  private double waits(Relay relay) throws Exception {
    waits.clear();
    var tenant = UuidV7.from(Clock.systemUTC());
    for (int n = 1; n <= TIMES; n++) {
      announce(relay, tenant, FEW, System.nanoTime());
      var all = n * FEW;
      Waiting.until(() -> waits.size() == all);
      LockSupport.parkNanos(30_000_000);
    }
    return Figures.percentile(List.copyOf(waits), 99);
  }

  private static void announce(Relay relay, UUID tenant, int jobs, long nanos) {
    var all = IntStream.range(0, jobs).mapToObj(_ -> new Asked(nanos)).toList();
    relay.transactions().run(Scope.of(tenant, "bench", tenant), tx -> tx.announce(all));
  }
}
