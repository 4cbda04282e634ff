package com.quittance.examples.bookshop;

import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import com.quittance.relay.Tx;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** Takes one from the shelf, once however often it is tried: it commits with the end of the job. */
@Component
class ReserveCopy implements Listener<Ordered> {

  @Override
  public Retry retry() {
    return Retry.tries(5, Duration.ofSeconds(1));
  }

  @Override
  public void handle(Ordered event, Attempt attempt) {
    attempt.complete(
        tx -> sql(tx).sql("insert into reserved (title) values (?)").param(event.title()).update());
  }

  private static JdbcClient sql(Tx tx) {
    return JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
  }
}
