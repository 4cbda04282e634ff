package com.quittance.examples.bookshop;

import com.quittance.relay.Relay;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import java.time.Clock;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Announces events in the transaction that Spring has begun. */
@Component
class Announcer {

  private final Relay relay;
  private final DataSource source;

  Announcer(Relay relay, DataSource source) {
    this.relay = relay;
    this.source = source;
  }

  /**
   * @throws IllegalStateException outside a transaction
   */
  void announce(UUID shop, Object... events) {
    var scope = Scope.of(shop, "bookshop", UuidV7.from(Clock.systemUTC()));
    var connection = DataSourceUtils.getConnection(source);
    try {
      var wake = relay.transactions().join(connection, scope, tx -> tx.announce(events));
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              wake.run();
            }
          });
    } finally {
      DataSourceUtils.releaseConnection(connection, source);
    }
  }
}
