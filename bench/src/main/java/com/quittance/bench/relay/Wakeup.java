package com.quittance.bench.relay;

import com.quittance.bench.relay.TwoListeners.Happened;
import com.quittance.relay.EventMap;
import com.quittance.relay.Relay;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * From the commit of one event to the start of its listener on an idle node, announced there and on
 * another one; and what an idle node asks of the database.
 */
final class Wakeup implements RelayBench.Section {

  private static final int EVENTS = Integer.getInteger("bench.wakeups", 500);
  private static final int IDLE_SECONDS = Integer.getInteger("bench.idle", 30);

  private final Map<Integer, Long> started = new ConcurrentHashMap<>();

  @Override
  public Map<String, Object> run() throws Exception {
    var figures = new LinkedHashMap<String, Object>();
    try (var database = new BenchDatabase()) {
      var map = TwoListeners.map(event -> started.put(event.number(), System.nanoTime()));
      var counted = new CountingSource(database.engine());
      try (var worker = relay(map, database, counted.source());
          var elsewhere = relay(map, database, database.engine())) {
        worker.start();
        latencies(worker, -200); // warms up
        put(figures, "wakeup", latencies(worker, EVENTS));
        put(figures, "wakeup_other_node", latencies(elsewhere, EVENTS));
        LockSupport.parkNanos(5_000_000_000L);
        var before = counted.sent();
        LockSupport.parkNanos(IDLE_SECONDS * 1_000_000_000L);
        var queries = (counted.sent() - before) / (double) IDLE_SECONDS;
        System.out.printf(Locale.ROOT, "idle: %.2f queries/s%n", queries);
        figures.put("idle_queries_per_s", Figures.rounded(queries));
      }
    }
    return figures;
  }

  private static Relay relay(EventMap<Happened> map, BenchDatabase database, DataSource engine) {
    return Relay.builder(map).application(database.application()).engine(engine).build();
  }

  private List<Double> latencies(Relay announcing, int events) throws Exception {
    var millis = new ArrayList<Double>();
    var tenant = UuidV7.from(Clock.systemUTC());
    for (int n = 0; n < Math.abs(events); n++) {
      var event = new Happened(n);
      started.remove(n);
      announcing.transactions().run(Scope.of(tenant, "bench", tenant), tx -> tx.announce(event));
      var committed = System.nanoTime();
      Waiting.until(() -> started.containsKey(event.number()));
      millis.add(Math.max(0, started.get(n) - committed) / 1e6);
      LockSupport.parkNanos(30_000_000); // idle again
    }
    return millis;
  }

  private static void put(Map<String, Object> figures, String name, List<Double> millis) {
    var p50 = Figures.percentile(millis, 50);
    var p99 = Figures.percentile(millis, 99);
    System.out.printf(Locale.ROOT, "%s: p50 %.1f ms, p99 %.1f ms%n", name, p50, p99);
    figures.put(name + "_p50_ms", Figures.rounded(p50));
    figures.put(name + "_p99_ms", Figures.rounded(p99));
  }
}
