package com.quittance.cli;

import com.quittance.House;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Tenants;
import java.io.PrintWriter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "queue:lane",
    description = "Gives a company another share of a queue than the others have.")
final class QueueLane extends Verb {

  @Parameters(index = "0", paramLabel = "QUEUE", description = "As queue:monitor names it.")
  private String queue;

  @Option(names = "--tenant", required = true, paramLabel = "ID", description = "The company.")
  private UUID tenant;

  @Option(
      names = "--weight",
      paramLabel = "N",
      defaultValue = "1",
      description = "Jobs for each one of a company of weight 1; 1 to 100, ${DEFAULT-VALUE}.")
  private int weight;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Of its jobs run at once, 1 to 10000; any number unless given.")
  private @Nullable Integer concurrency;

  @Override
  void check() {
    QueuePause.known(this, queue);
    if (weight < 1 || weight > 100) {
      throw misused("--weight is %d: expected 1 to 100.".formatted(weight));
    }
    if (concurrency != null && (concurrency < 1 || concurrency > 10_000)) {
      throw misused("--concurrency is %d: expected 1 to 10000.".formatted(concurrency));
    }
  }

  @Override
  @Nullable UUID concerns(House house) {
    return tenant;
  }

  @Override
  int run(House house, PrintWriter out) {
    var scope = Scope.of(tenant, "operator", UuidV7.from(house.clock()));
    house.transactions().run(scope, tx -> new Tenants(tx).current());
    house.relay().lanes().set(tenant, queue, weight, concurrency);
    out.printf(
        "%s has weight %d in %s%s.%n",
        tenant,
        weight,
        queue,
        concurrency == null ? "" : ", and runs %d at once".formatted(concurrency));
    return ExitCode.DONE;
  }
}
