package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.BillingEvent.PaymentReceived;
import com.quittance.billing.domain.Client;
import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** Who paid what, how and when. */
public final class PaymentAudits {

  private final Tx tx;

  public PaymentAudits(Tx tx) {
    this.tx = tx;
  }

  public void add(
      PaymentReceived payment, UUID event, Client client, Instant received, Instant now) {
    Sql.on(tx)
        .sql(
            """
            insert into payment_audit (tenant_id, payment_id, event_id, invoice_id, invoice_number,
              client_id, client_name, client_email, gateway, gateway_reference, amount, currency,
              received_at, recorded_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """)
        .params(
            tx.tenant(),
            payment.payment().value(),
            event,
            payment.invoice().value(),
            payment.number(),
            client.id().value(),
            client.name(),
            client.email(),
            payment.gateway(),
            payment.gatewayReference(),
            payment.amount().minor(),
            payment.amount().currency().getCurrencyCode(),
            received.atOffset(ZoneOffset.UTC),
            now.atOffset(ZoneOffset.UTC))
        .update();
  }
}
