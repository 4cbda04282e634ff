package com.quittance.billing.application;

import com.quittance.billing.domain.BillingEvent.RefundFailed;
import com.quittance.billing.domain.BillingEvent.RefundRequested;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.Payment;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.domain.Refund;
import com.quittance.billing.domain.RefundId;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.billing.infrastructure.store.Payments;
import com.quittance.billing.infrastructure.store.Refunds;
import com.quittance.money.Money;
import com.quittance.relay.Tx;
import com.quittance.relay.UuidV7;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives money back. Where a gateway has to be asked the request only reserves the money; a listener
 * asks, as often as it takes, under the refund's id.
 */
public final class RefundPayment {

  /**
   * @param amount in minor units of the payment's currency; null: all that is left
   */
  public record Request(@Nullable Long amount, String reason) {}

  private final Map<String, PaymentGateway> gateways;
  private final Clock clock;

  public RefundPayment(List<PaymentGateway> gateways, Clock clock) {
    this.gateways =
        gateways.stream().collect(Collectors.toMap(PaymentGateway::name, Function.identity()));
    this.clock = clock;
  }

  public PaymentGateway gateway(String name) {
    return Objects.requireNonNull(gateways.get(name), name);
  }

  /**
   * Under a lock on the invoice: whoever else wants to give back the same money waits, and then
   * finds it reserved.
   *
   * @throws Refused when the tenant has no such payment, or it has no such money to give back
   */
  public Refund request(Tx tx, PaymentId id, Request request) {
    var invoice = new Invoices(tx).lockFor(id);
    var payment = new Payments(tx).get(id);
    var refunds = new Refunds(tx);
    var amount = request.amount();
    var now = clock.instant();
    var refund =
        Refund.of(
            payment,
            new RefundId(UuidV7.from(now)),
            refunds.reserved(payment),
            amount == null ? null : new Money(amount, payment.amount().currency()),
            request.reason(),
            now);
    var gateway = gateway(payment.gateway());
    gateway.checkRefundable(refund.amount());
    refunds.add(refund);
    if (gateway.settlesAtOnce()) {
      return settle(tx, invoice, payment, refund, gateway.refund(payment, refund));
    }
    tx.announce(
        new RefundRequested(
            invoice.tenant(),
            invoice.id(),
            id,
            refund.id(),
            invoice.number(),
            payment.gateway(),
            refund.amount()));
    return refund;
  }

  /**
   * The money has gone back. Nothing happens to a refund that is settled.
   *
   * @param reference the gateway's own id of it
   */
  public void complete(Tx tx, PaymentId id, RefundId refundId, String reference) {
    var invoice = new Invoices(tx).lockFor(id);
    var refund = new Refunds(tx).get(refundId);
    if (refund.isPending()) {
      settle(tx, invoice, new Payments(tx).get(id), refund, reference);
    }
  }

  private Refund settle(Tx tx, Invoice invoice, Payment payment, Refund refund, String reference) {
    var completed = refund.completed(reference, clock.instant());
    var change = invoice.refunded(payment, completed);
    new Refunds(tx).update(completed);
    new Payments(tx).update(change.state().payment());
    new Invoices(tx).update(change.state().invoice());
    tx.announce(change.events());
    return completed;
  }

  /**
   * The gateway has refused: the money stays, and may be given back in another way.
   *
   * @param reason the gateway's code
   */
  public void fail(Tx tx, PaymentId id, RefundId refundId, String reason) {
    var invoice = new Invoices(tx).lockFor(id);
    var refund = new Refunds(tx).get(refundId);
    if (!refund.isPending()) {
      return;
    }
    new Refunds(tx).update(refund.failed(reason, clock.instant()));
    var payment = new Payments(tx).get(id);
    tx.announce(
        new RefundFailed(
            invoice.tenant(),
            invoice.id(),
            id,
            refundId,
            invoice.number(),
            payment.gateway(),
            refund.amount(),
            reason));
  }
}
