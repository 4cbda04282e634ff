package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.PaymentId;
import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/** The gateways' messages that have been acted upon. */
public final class GatewayEvents {

  /** What a message led to. */
  public enum Outcome {
    CONFIRMED,
    FAILED,
    IGNORED,
    MISMATCH
  }

  private final Tx tx;

  public GatewayEvents(Tx tx) {
    this.tx = tx;
  }

  /**
   * @return false when this message has been acted upon before
   */
  public boolean record(
      String gateway, String eventId, String type, PaymentId payment, Outcome outcome, Instant at) {
    return Sql.on(tx)
            .sql(
                """
                insert into gateway_event (tenant_id, gateway, event_id, type, payment_id, outcome, received_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """)
            .params(
                tx.tenant(),
                gateway,
                eventId,
                type,
                payment.value(),
                outcome.name().toLowerCase(Locale.ROOT),
                at.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /** How often the gateway has said that this payment failed. */
  public int failuresOf(PaymentId payment) {
    return Sql.on(tx)
        .sql("select count(*) from gateway_event where payment_id = ? and outcome = 'failed'")
        .param(payment.value())
        .query(Integer.class)
        .single();
  }
}
