package com.quittance.database;

import com.quittance.relay.Tx;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** SQL inside one transaction. */
public final class Sql {

  private Sql() {}

  public static JdbcClient on(Tx tx) {
    return JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
  }
}
