package com.quittance.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** One side of a comparison: a server, what it is asked, and how it has done so far. */
final class Side {

  /** Seconds that bring back what the others have driven out of caches and buffers. */
  static final double RUN_IN = 0.5;

  private static final int CONNECTIONS = 16;

  private final String name;
  private final ServerProcess process;
  private final HttpLoad load;
  private final List<Slot> slots = new ArrayList<>();

  /**
   * @param number of the server in its process, from 0
   */
  Side(String name, ServerProcess process, int number, InvoiceRequests requests) {
    this.name = name;
    this.process = process;
    this.load = new HttpLoad(process.port(number), requests);
  }

  /** Invoices per second; milliseconds of processor that each took of the server and PostgreSQL. */
  record Slot(double rate, double server, double postgres) {}

  String name() {
    return name;
  }

  HttpLoad load() {
    return load;
  }

  void take(int seconds, StatementLog postgres) throws Exception {
    load.flatOut(CONNECTIONS, RUN_IN);
    var servers = process.cpuSeconds();
    var postgresServers = postgres.cpuSeconds();
    var rate = load.flatOut(CONNECTIONS, seconds);
    var perInvoice = 1000 / (rate * seconds);
    slots.add(
        new Slot(
            rate,
            (process.cpuSeconds() - servers) * perInvoice,
            (postgres.cpuSeconds() - postgresServers) * perInvoice));
    if (load.refused() > 0) {
      throw new IllegalStateException("%s: %d were refused".formatted(name, load.refused()));
    }
  }

  /** What it did before was to get warm. */
  void forget() {
    slots.clear();
  }

  double median(ToDoubleFunction<Slot> figure) {
    return slots.stream().mapToDouble(figure).sorted().toArray()[slots.size() / 2];
  }

  /** The rate beside the mean of others', for each round of two slots, in rising order. */
  double[] beside(List<Side> others) {
    return IntStream.range(0, slots.size() / 2)
        .mapToDouble(
            round ->
                rate(round)
                    / others.stream()
                        .mapToDouble(other -> other.rate(round))
                        .average()
                        .orElseThrow())
        .sorted()
        .toArray();
  }

  double rate(int round) {
    return (slots.get(2 * round).rate + slots.get(2 * round + 1).rate) / 2;
  }
}
