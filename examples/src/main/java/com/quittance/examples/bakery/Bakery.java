package com.quittance.examples.bakery;

import com.quittance.relay.Attempt;
import com.quittance.relay.EventMap;
import com.quittance.relay.Listener;
import com.quittance.relay.Relay;
import com.quittance.relay.Retry;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** A bakery that bakes what is ordered. */
final class Bakery {

  record Ordered(String bread, int loaves) {}

  record Bake() implements Listener<Ordered> {
    @Override
    public Retry retry() {
      return Retry.tries(3, Duration.ofMinutes(1), Duration.ofMinutes(5));
    }

    @Override
    public void handle(Ordered event, Attempt attempt) {
      // the loaf and the end of the job commit together: never baked twice
      attempt.complete(tx -> new Loaves(tx).add(event.bread()));
    }
  }

  record Loaves(Tx tx) {
    void add(String bread) throws SQLException {
      try (var insert = tx.connection().prepareStatement("insert into loaf values (?)")) {
        insert.setString(1, bread);
        insert.executeUpdate();
      }
    }
  }

  static EventMap<Ordered> events() {
    return EventMap.of(Ordered.class, event -> List.of("bread:" + event.bread()))
        .on("ordered", 1, Ordered.class, new Bake());
  }

  static Relay open(DataSource application, DataSource engine) {
    return Relay.builder(events()).application(application).engine(engine).build();
  }

  /** The order is stored and will be baked, or neither. */
  static void order(Transactions transactions, UUID bakery, String bread) {
    var scope = Scope.of(bakery, "counter", bakery);
    transactions.run(scope, tx -> tx.announce(new Ordered(bread, 1)));
  }
}
