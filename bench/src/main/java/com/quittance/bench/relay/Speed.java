package com.quittance.bench.relay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Jobs a second out of a full queue, all contenders in turn on one PostgreSQL. */
final class Speed implements RelayBench.Section {

  private static final int JOBS = Integer.getInteger("bench.jobs", 20_000);
  private static final int MANY = Integer.getInteger("bench.many", 200_000);
  private static final int FEW = Integer.getInteger("bench.few", 5_000);
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final int WARM_UPS = Integer.getInteger("bench.warmups", 4);

  @Override
  public Map<String, Object> run() throws Exception {
    var figures = new LinkedHashMap<String, Object>();
    try (var database = new BenchDatabase();
        var limit = new BareQueue(database.owner());
        var relay = new RelayQueue(database);
        var dbScheduler = new DbSchedulerQueue(database.owner());
        var jobRunr = new JobRunrQueue(database.owner())) {
      for (int round = 0; round < WARM_UPS; round++) {
        once("warm-up", limit, JOBS, Work.NOTHING);
        once("warm-up", relay, JOBS, Work.NOTHING);
      }
      once("warm-up", dbScheduler, FEW, Work.NOTHING);
      once("warm-up", jobRunr, Math.min(FEW, 1_000), Work.NOTHING);
      for (var work : Work.values()) {
        var suffix = work == Work.NOTHING ? "" : "_1ms";
        var medians = new LinkedHashMap<String, Double>();
        for (var contender : List.of(limit, relay, dbScheduler, jobRunr)) {
          medians.put(contender.name(), 0.0);
        }
        measure(medians, work, List.of(limit, relay), dbScheduler, jobRunr);
        put(figures, suffix, medians, relay.name());
      }
      var many = once("many", relay, MANY, Work.NOTHING);
      var manyLimit = once("many", limit, MANY, Work.NOTHING);
      figures.put("ratio_to_limit_%d".formatted(MANY), Figures.rounded(many / manyLimit));
      figures.put("jobs_per_s_%d".formatted(MANY), Math.round(many));
    }
    return figures;
  }

  /** The quick ones in full in every round, the slow ones with fewer jobs in fewer rounds. */
  private static void measure(
      Map<String, Double> medians, Work work, List<Contender> quick, Contender... slow)
      throws Exception {
    var rates = new LinkedHashMap<String, List<Double>>();
    for (int round = 0; round < ROUNDS; round++) {
      for (var contender : quick) {
        rates
            .computeIfAbsent(contender.name(), _ -> new ArrayList<>())
            .add(once("round " + (round + 1), contender, JOBS, work));
      }
      for (var contender : slow) {
        if (round % 2 == 0) {
          rates
              .computeIfAbsent(contender.name(), _ -> new ArrayList<>())
              .add(once("round " + (round + 1), contender, FEW, work));
        }
      }
    }
    rates.forEach((name, values) -> medians.put(name, Figures.median(values)));
  }

  private static double once(String when, Contender contender, int jobs, Work work)
      throws Exception {
    contender.enqueue(jobs, work);
    var rate = jobs / contender.drain(jobs);
    System.out.printf(
        Locale.ROOT,
        "%-9s %-13s %-13s %,9d jobs %,9.0f/s%n",
        when,
        contender.name(),
        work,
        jobs,
        rate);
    return rate;
  }

  private static void put(
      Map<String, Object> figures, String suffix, Map<String, Double> medians, String own) {
    var relay = medians.get(own);
    medians.forEach(
        (name, rate) -> {
          var key = name.replaceAll("[^a-zA-Z]", "_").toLowerCase(Locale.ROOT);
          figures.put("%s_jobs_per_s%s".formatted(key, suffix), Math.round(rate));
          if (!name.equals(own)) {
            var beside = key.equals("bare_loop") ? "limit" : key;
            figures.put("ratio_to_%s%s".formatted(beside, suffix), Figures.rounded(relay / rate));
          }
        });
  }
}
