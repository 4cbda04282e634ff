package com.quittance.fuzz;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.quittance.openapi.Document;
import com.quittance.openapi.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/** What was asked and what came of it. */
final class Tally {

  private final Document document;
  private final Map<String, Integer> classes = new TreeMap<>();
  private final Map<String, int[]> derived = new TreeMap<>();
  private final TreeSet<String> reached = new TreeSet<>();
  private final List<Long> nanos = new ArrayList<>();
  private int fives;

  Tally(Document document) {
    this.document = document;
    document.operations().forEach(operation -> derived.put(operation.id(), new int[2]));
  }

  synchronized void count(Call call, boolean damaged, int status, long took) {
    classes.merge(status / 100 + "xx", 1, Integer::sum);
    nanos.add(took);
    fives += status >= 500 ? 1 : 0;
    if (!damaged) {
      var count = derived.get(call.operation().id());
      count[0]++;
      count[1] += status / 100 == 2 ? 1 : 0;
    }
    var method = call.method().equals("HEAD") ? "GET" : call.method();
    document
        .operation(method, Verdict.understood(call.path()))
        .filter(operation -> operation.statuses().contains("" + status))
        .ifPresent(operation -> reached.add(operation.id() + " " + status));
  }

  /** How many of the derived requests did what they asked for. */
  double success() {
    var all = derived.values().stream().mapToInt(count -> count[0]).sum();
    return derived.values().stream().mapToInt(count -> count[1]).sum() / (double) Math.max(1, all);
  }

  /** What was never done, however often it was asked for. */
  List<String> neverDone() {
    return derived.entrySet().stream()
        .filter(entry -> entry.getValue()[1] == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What is documented and was never answered: the operations of each status. */
  Map<String, List<String>> neverReached() {
    return documented()
        .filter(pair -> !reached.contains(pair))
        .map(pair -> pair.split(" "))
        .collect(groupingBy(pair -> pair[1], TreeMap::new, mapping(pair -> pair[0], toList())));
  }

  private java.util.stream.Stream<String> documented() {
    return document.operations().stream().flatMap(Tally::pairs);
  }

  private static java.util.stream.Stream<String> pairs(Operation operation) {
    return operation.statuses().stream().map(status -> operation.id() + " " + status);
  }

  /** How often each operation did what a derived request asked for. */
  String successes() {
    var lines = new StringBuilder();
    derived.forEach(
        (id, count) -> lines.append("  %-24s %4d of %4d%n".formatted(id, count[1], count[0])));
    return lines.toString();
  }

  String json(long seed, int derivedCount, int mutatedCount, int broken) {
    var all = new JsonMapper().createObjectNode();
    all.put("seed", seed).put("derived", derivedCount).put("mutated", mutatedCount);
    classes.forEach(all::put);
    all.put("derived_2xx_share", Math.round(success() * 1_000) / 1_000d);
    all.put("operations", document.operations().size());
    all.put("operation_status_reached", reached.size());
    all.put("operation_status_documented", documented().count());
    var sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    all.put("p50_ms", at(sorted, 0.5)).put("p99_ms", at(sorted, 0.99)).put("max_ms", at(sorted, 1));
    return all.put("answers_5xx", fives).put("broken", broken).toString();
  }

  private static double at(long[] sorted, double share) {
    var nanos = sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    return Arrays.asList(Math.round(nanos / 10_000d) / 100d).getFirst();
  }
}
