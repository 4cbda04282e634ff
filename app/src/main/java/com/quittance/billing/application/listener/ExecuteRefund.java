package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import com.quittance.billing.application.RefundPayment;
import com.quittance.billing.domain.BillingEvent.RefundRequested;
import com.quittance.billing.domain.Payment;
import com.quittance.billing.domain.Refund;
import com.quittance.billing.domain.Refusal.GatewayFailed;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.mail.Alert.GaveUp;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.billing.infrastructure.store.Payments;
import com.quittance.billing.infrastructure.store.Refunds;
import com.quittance.relay.Attempt;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Retry;
import com.quittance.relay.Transactions;

/**
 * Has the gateway give money back, outside of any transaction. It is asked under the refund's id,
 * so that asking again gives nothing a second time.
 */
public final class ExecuteRefund implements GivesUp<RefundRequested> {

  private final Transactions transactions;
  private final RefundPayment refundPayment;
  private final AdminAlert alert;

  public ExecuteRefund(Transactions transactions, RefundPayment refundPayment, AdminAlert alert) {
    this.transactions = transactions;
    this.refundPayment = refundPayment;
    this.alert = alert;
  }

  @Override
  public Retry retry() {
    return Retry.tries(8, ofSeconds(10), ofMinutes(1), ofMinutes(10), ofMinutes(60));
  }

  private record Asked(Payment payment, Refund refund) {}

  @Override
  public void handle(RefundRequested event, Attempt attempt) {
    var asked =
        transactions.in(
            attempt.scope(),
            tx ->
                new Asked(
                    new Payments(tx).get(event.payment()), new Refunds(tx).get(event.refund())));
    if (!asked.refund.isPending()) {
      return;
    }
    String reference;
    try {
      reference = refundPayment.gateway(event.gateway()).refund(asked.payment, asked.refund);
    } catch (Refused refused) {
      var reason = refused.refusal() instanceof GatewayFailed no ? no.reason() : "refused";
      attempt.complete(tx -> refundPayment.fail(tx, event.payment(), event.refund(), reason));
      return;
    }
    attempt.complete(tx -> refundPayment.complete(tx, event.payment(), event.refund(), reference));
  }

  @Override
  public void gaveUp(RefundRequested event, Attempt attempt, String error) {
    alert.raise(attempt, Severity.CRITICAL, new GaveUp(name(), event.number(), error));
  }
}
