package com.quittance.billing.application;

import com.quittance.billing.domain.BillingEvent;
import com.quittance.billing.domain.BillingEvent.InvoiceCreated;
import com.quittance.billing.domain.BillingEvent.InvoiceOverdue;
import com.quittance.billing.domain.BillingEvent.InvoicePaid;
import com.quittance.billing.domain.BillingEvent.PaymentFailed;
import com.quittance.billing.domain.BillingEvent.PaymentReceived;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.Payment;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.domain.PaymentStatus;
import com.quittance.billing.domain.Refusal.Invalid;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.billing.infrastructure.store.Payments;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.tenancy.Tenants;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * Lets an operator announce an event once more, so that its listeners hear it again. What is not so
 * is not announced: a client must not be thanked for what was never paid.
 */
public final class AnnounceAgain {

  private final Transactions transactions;
  private final Clock clock;

  public AnnounceAgain(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @throws Refused when the tenant has no such invoice; so do the others, and when it is not so
   */
  public void invoiceCreated(Scope scope, UUID invoice) {
    ofInvoice(
        scope,
        invoice,
        i -> new InvoiceCreated(i.tenant(), i.id(), i.client(), i.number(), i.totals().total()));
  }

  public void invoicePaid(Scope scope, UUID invoice) {
    ofInvoice(
        scope,
        invoice,
        i -> {
          require(i.isPaid(), "an invoice that is paid");
          return new InvoicePaid(i.tenant(), i.id(), i.client(), i.number(), i.totals().total());
        });
  }

  public void invoiceOverdue(Scope scope, UUID invoice) {
    transactions.run(
        scope,
        tx -> {
          var i = new Invoices(tx).get(new InvoiceId(invoice));
          var today = new Tenants(tx).current().today(clock.instant());
          require(i.isOverdue(today), "an invoice that is overdue");
          var days = Math.toIntExact(Math.max(0, ChronoUnit.DAYS.between(i.dueDate(), today)));
          tx.announce(
              new InvoiceOverdue(
                  i.tenant(), i.id(), i.client(), i.number(), i.dueDate(), i.open(), days, days));
        });
  }

  public void paymentReceived(Scope scope, UUID payment) {
    ofPayment(
        scope,
        payment,
        (i, p) -> {
          require(p.status() == PaymentStatus.COMPLETED, "a payment that is completed");
          return new PaymentReceived(
              i.tenant(),
              i.id(),
              p.id(),
              i.number(),
              p.gateway(),
              Objects.requireNonNullElse(p.gatewayReference(), ""),
              p.amount());
        });
  }

  public void paymentFailed(Scope scope, UUID payment, String reason) {
    ofPayment(
        scope,
        payment,
        (i, p) -> {
          require(p.status() == PaymentStatus.FAILED, "a payment that has failed");
          require(reason.matches("[a-z0-9_]{1,64}"), "a reason such as card_declined");
          return new PaymentFailed(
              i.tenant(),
              i.id(),
              p.id(),
              i.number(),
              p.gateway(),
              p.amount(),
              reason,
              p.failureCount() + 1);
        });
  }

  private static void require(boolean so, String expected) {
    if (!so) {
      throw new Refused(new Invalid("event", expected));
    }
  }

  private void ofInvoice(Scope scope, UUID id, Function<Invoice, BillingEvent> event) {
    transactions.run(
        scope, tx -> tx.announce(event.apply(new Invoices(tx).get(new InvoiceId(id)))));
  }

  /** How an event of a payment is told. */
  @FunctionalInterface
  private interface OfPayment {
    BillingEvent event(Invoice invoice, Payment payment);
  }

  private void ofPayment(Scope scope, UUID id, OfPayment told) {
    transactions.run(scope, tx -> tx.announce(event(tx, new PaymentId(id), told)));
  }

  private static BillingEvent event(Tx tx, PaymentId id, OfPayment told) {
    var payment = new Payments(tx).get(id);
    return told.event(new Invoices(tx).get(payment.invoice()), payment);
  }
}
