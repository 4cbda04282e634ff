package com.quittance.bench.relay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Jobs a second out of a full queue, all contenders in turn on one PostgreSQL. */
final class Speed implements RelayBench.Section {

  private static final int JOBS = Integer.getInteger("bench.jobs", 20_000);
  private static final int MANY = Integer.getInteger("bench.many", 200_000);
  private static final int FEW = Integer.getInteger("bench.few", 5_000);
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 9);
  private static final int WARM_UPS = Integer.getInteger("bench.warmups", 10);

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
        put(figures, suffix, measure(work, limit, relay, dbScheduler, jobRunr), relay.name());
      }
      var many = once("many", relay, MANY, Work.NOTHING);
      var manyLimit = once("many", limit, MANY, Work.NOTHING);
      figures.put("ratio_to_limit_%d".formatted(MANY), Figures.rounded(many / manyLimit));
      figures.put("jobs_per_s_%d".formatted(MANY), Math.round(many));
    }
    return figures;
  }

  /**
   * The quick ones in full in every round and each time in another order, because what one leaves
   * to be written hinders the next; the slow ones with fewer jobs in every third round.
   */
  private static Map<String, List<Double>> measure(
      Work work, Contender limit, Contender relay, Contender... slow) throws Exception {
    var rates = new LinkedHashMap<String, List<Double>>();
    for (int round = 0; round < ROUNDS; round++) {
      var when = "round " + (round + 1);
      for (var contender : round % 2 == 0 ? List.of(limit, relay) : List.of(relay, limit)) {
        add(rates, contender, once(when, contender, JOBS, work));
      }
      for (var contender : round % 3 == 0 ? slow : new Contender[0]) {
        add(rates, contender, once(when, contender, FEW, work));
      }
    }
    return rates;
  }

  private static void add(Map<String, List<Double>> rates, Contender contender, double rate) {
    rates.computeIfAbsent(contender.name(), _ -> new ArrayList<>()).add(rate);
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
      Map<String, Object> figures, String suffix, Map<String, List<Double>> rates, String own) {
    var relay = Figures.median(Objects.requireNonNull(rates.get(own)));
    rates.forEach(
        (name, all) -> {
          var key = name.replaceAll("[^a-zA-Z]", "_").toLowerCase(Locale.ROOT);
          var rate = Figures.median(all);
          figures.put("%s_jobs_per_s%s".formatted(key, suffix), Math.round(rate));
          if (!name.equals(own)) {
            var beside = key.equals("bare_loop") ? "limit" : key;
            figures.put("ratio_to_%s%s".formatted(beside, suffix), Figures.rounded(relay / rate));
          }
        });
  }
}
