package com.quittance.relay.worker;

import com.quittance.relay.EventMap;
import com.quittance.relay.RelaySettings;
import com.quittance.relay.Transactions;
import com.quittance.relay.event.Payloads;
import com.quittance.relay.queue.Nodes;
import com.quittance.relay.queue.QueueConnection;
import com.quittance.relay.sql.Database;
import java.time.Clock;

/** What every worker is made of. */
public record Parts(
    Host host,
    Clock clock,
    EventMap<?> map,
    Payloads payloads,
    Transactions transactions,
    Database database,
    QueueConnection queue,
    Nodes nodes,
    RelaySettings settings) {

  public Parts with(RelaySettings other) {
    return new Parts(host, clock, map, payloads, transactions, database, queue, nodes, other);
  }

  Runner runner() {
    return new Runner(map, payloads, queue);
  }
}
