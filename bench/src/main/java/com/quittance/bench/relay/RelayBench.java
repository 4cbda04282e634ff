package com.quittance.bench.relay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * relay beside the limit of its database and beside its peers. Sections by name, or all; the last
 * line is JSON.
 */
public final class RelayBench {

  /** One part of the benchmark: prints as it goes, answers its figures. */
  @FunctionalInterface
  interface Section {
    Map<String, Object> run() throws Exception;
  }

  private static final Map<String, Section> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put("speed", new Speed());
    SECTIONS.put("enqueue", new Enqueueing());
    SECTIONS.put("wakeup", new Wakeup());
    SECTIONS.put("backlog", new Backlog());
    SECTIONS.put("fairness", new Fairness());
    SECTIONS.put("old-transaction", new OldTransaction());
  }

  private RelayBench() {}

  public static void main(String[] arguments) throws Exception {
    var chosen = arguments.length == 0 ? List.copyOf(SECTIONS.keySet()) : List.of(arguments);
    if (!SECTIONS.keySet().containsAll(chosen)) {
      System.err.printf("There are %s, not all of %s.%n", SECTIONS.keySet(), chosen);
      System.exit(2);
    }
    var figures = new LinkedHashMap<String, Object>();
    figures.put("bench", "relay");
    figures.put("fsync", true);
    for (var name : chosen) {
      System.out.printf("%n== %s%n", name);
      figures.putAll(SECTIONS.get(name).run());
    }
    System.out.println(new JsonMapper().writeValueAsString(figures));
    System.exit(0);
  }
}
