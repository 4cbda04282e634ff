package com.quittance.relay.proof;

import com.quittance.relay.Relay;
import com.quittance.relay.Transactions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A worker process: stands by with its connections open, works when told by a line, until it is
 * killed or its parent is gone.
 */
final class Worker {

  private Worker() {}

  public static void main(String[] arguments) throws Exception {
    var standby = Path.of(arguments[0]);
    var terms = Terms.read(Arrays.copyOfRange(arguments, 1, arguments.length));
    try (var pools = new Pools(terms.database(), "worker", terms.concurrency())) {
      var transactions = new AtomicReference<Transactions>();
      var relay =
          Relay.builder(Parcel.map(transactions::get))
              .application(pools.application())
              .engine(pools.engine())
              .settings(terms.settings())
              .build();
      transactions.set(relay.transactions());
      relay.monitor().queues(); // as warm as it gets without working
      Files.createFile(standby);
      awaitLine();
      relay.start();
      awaitLine();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void awaitLine() throws IOException {
    for (var read = System.in.read(); read != '\n'; read = System.in.read()) {
      if (read == -1) {
        Runtime.getRuntime().halt(1); // the parent is gone
      }
    }
  }
}
