package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.application.AnalyticsSink;
import com.quittance.billing.domain.BillingEvent.PaymentReceived;
import com.quittance.billing.infrastructure.store.PaymentAudits;
import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import com.quittance.relay.Transactions;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the audit record of a payment and tells the analytics sink. */
public final class LogPaymentEvent implements Listener<PaymentReceived> {

  private static final Logger LOG = LoggerFactory.getLogger(LogPaymentEvent.class);

  private final Transactions transactions;
  private final AnalyticsSink analytics;
  private final Clock clock;

  public LogPaymentEvent(Transactions transactions, AnalyticsSink analytics, Clock clock) {
    this.transactions = transactions;
    this.analytics = analytics;
    this.clock = clock;
  }

  @Override
  public Retry retry() {
    return Retry.tries(5, ofMinutes(1), ofMinutes(5), ofMinutes(15));
  }

  @Override
  public void handle(PaymentReceived event, Attempt attempt) {
    var client = Dossier.open(transactions, attempt.scope(), event.invoice()).client();
    analytics.track(
        "payment.received",
        attempt.event(),
        attempt.occurredAt(),
        Map.of(
            "tenant", event.tenant().toString(),
            "payment", event.payment().toString(),
            "invoice", event.invoice().toString(),
            "client", client.id().toString(),
            "gateway", event.gateway(),
            "amount", Long.toString(event.amount().minor()),
            "currency", event.amount().currency().getCurrencyCode()));
    LOG.info(
        "payment {} of {} by {} for invoice {}",
        event.payment(),
        event.amount(),
        event.gateway(),
        event.number());
    attempt.complete(
        tx ->
            new PaymentAudits(tx)
                .add(event, attempt.event(), client, attempt.occurredAt(), clock.instant()));
  }
}
