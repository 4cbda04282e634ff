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
import java.util.Map;

/** relay, with history on, many listeners at once and large claims. */
final class RelayQueue implements Contender {

  private static final int EVENTS_PER_TRANSACTION = 500;

  /** An event that says as little as one can. */
  record Ticked(Work work) {}

  private static final class Working implements Listener<Ticked> {
    @Override
    public void handle(Ticked event, Attempt attempt) {
      Work.run(event.work());
    }

    @Override
    public Retry retry() {
      return Retry.tries(3);
    }
  }

  private final Relay relay;
  private long goal;

  RelayQueue(BenchDatabase database) {
    var map =
        EventMap.of(Ticked.class, _ -> List.of("ticked"))
            .on("ticked", 1, Ticked.class, new Working());
    this.relay =
        Relay.builder(map)
            .application(database.application())
            .engine(database.engine())
            .settings(
                RelaySettings.defaults().withConcurrency(4_000, Map.of()).withClaimBatch(1_000))
            .build();
    relay.start();
  }

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public void enqueue(int jobs, Work work) {
    relay.pauses().pause("default");
    var tenant = UuidV7.from(Clock.systemUTC());
    for (int first = 0; first < jobs; first += EVENTS_PER_TRANSACTION) {
      var events = new ArrayList<Ticked>(EVENTS_PER_TRANSACTION);
      for (int n = first; n < Math.min(jobs, first + EVENTS_PER_TRANSACTION); n++) {
        events.add(new Ticked(work));
      }
      relay.transactions().run(Scope.of(tenant, "bench", tenant), tx -> tx.announce(events));
    }
    goal = relay.report().completed() + jobs;
  }

  @Override
  public double drain(int jobs) throws Exception {
    var begin = System.nanoTime();
    relay.pauses().resume("default");
    Waiting.until(() -> relay.report().completed() >= goal);
    return (System.nanoTime() - begin) / 1e9;
  }

  @Override
  public void close() {
    relay.close();
  }
}
