package com.quittance.billing.application;

import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.Payment;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.domain.PaymentStep.PaymentMismatched;
import com.quittance.billing.domain.PaymentStep.PaymentStarted;
import com.quittance.billing.domain.Refusal.Invalid;
import com.quittance.billing.domain.Refusal.UnknownGateway;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.store.GatewayEvents;
import com.quittance.billing.infrastructure.store.GatewayEvents.Outcome;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.billing.infrastructure.store.Notifications;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.billing.infrastructure.store.Payments;
import com.quittance.money.Money;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
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
 * Starts, confirms and fails payments. Confirming and failing are idempotent, on the gateway's
 * message and on the payment.
 */
public final class ProcessPayment {

  /**
   * @param amount in minor units of the invoice's currency
   * @param gatewayReference of a payment the gateway has already; null asks the gateway for one
   */
  public record Request(String gateway, long amount, @Nullable String gatewayReference) {}

  /**
   * @param clientSecret for the payer's browser, when the gateway gave one
   */
  public record Started(Payment payment, @Nullable String clientSecret) {}

  private final Transactions transactions;
  private final Map<String, PaymentGateway> gateways;
  private final Clock clock;

  public ProcessPayment(Transactions transactions, List<PaymentGateway> gateways, Clock clock) {
    this.transactions = transactions;
    this.gateways =
        gateways.stream().collect(Collectors.toMap(PaymentGateway::name, Function.identity()));
    this.clock = clock;
  }

  /**
   * The gateway is asked between two transactions and never inside one: a slow gateway holds no
   * lock. Should the second one fail, the gateway keeps a payment that nobody can pay.
   *
   * @throws Refused when the invoice takes no such payment or the gateway says no
   */
  public Started start(Scope scope, InvoiceId id, Request request) {
    return start(scope, id, request, new PaymentId(UuidV7.from(clock.instant())));
  }

  /**
   * As {@link #start(Scope, InvoiceId, Request)}, once for each {@code payment}: one that was begun
   * before is gone on with, from wherever it was broken off.
   */
  public Started start(Scope scope, InvoiceId id, Request request, PaymentId payment) {
    var gateway = gateway(request.gateway());
    var asked = transactions.in(scope, tx -> asked(tx, id, request, payment));
    var reference = request.gatewayReference();
    if (reference != null) {
      var recorded = asked.isNew() ? record(scope, gateway, asked.payment()) : asked.payment();
      return new Started(catchUp(scope, recorded, gateway), null);
    }
    var created = gateway.create(asked.payment(), asked.invoice().number());
    if (!asked.isNew()) {
      return new Started(asked.payment(), created.clientSecret());
    }
    var referred = asked.payment().withReference(created.reference());
    return new Started(record(scope, gateway, referred), created.clientSecret());
  }

  /** Whether a payment by this gateway is made in one transaction. */
  public boolean settlesAtOnce(String gateway) {
    return gateway(gateway).settlesAtOnce();
  }

  /**
   * Records money that has arrived, in a transaction that does something else as well.
   *
   * @throws Refused when the invoice takes no such payment
   */
  public Payment receive(Tx tx, InvoiceId id, Request request) {
    var gateway = gateway(request.gateway());
    var invoice = new Invoices(tx).get(id);
    var payment = pending(invoice, request, new PaymentId(UuidV7.from(clock.instant())));
    return record(
        tx,
        gateway,
        payment.gatewayReference() == null
            ? payment.withReference(gateway.create(payment, invoice.number()).reference())
            : payment);
  }

  private record Asked(Invoice invoice, Payment payment, boolean isNew) {}

  private Asked asked(Tx tx, InvoiceId id, Request request, PaymentId payment) {
    var invoice = new Invoices(tx).get(id);
    return new Payments(tx)
        .find(payment)
        .map(known -> new Asked(invoice, known, false))
        .orElseGet(() -> new Asked(invoice, pending(invoice, request, payment), true));
  }

  private Payment pending(Invoice invoice, Request request, PaymentId payment) {
    if (request.amount() <= 0) {
      throw new Refused(new Invalid("amount", "an amount above 0, in minor units"));
    }
    var amount = new Money(request.amount(), invoice.currency());
    invoice.checkPayable(amount);
    return Payment.pending(
        payment,
        invoice.id(),
        request.gateway(),
        request.gatewayReference(),
        amount,
        clock.instant());
  }

  private Payment record(Scope scope, PaymentGateway gateway, Payment payment) {
    return transactions.in(scope, tx -> record(tx, gateway, payment));
  }

  private Payment record(Tx tx, PaymentGateway gateway, Payment payment) {
    var invoice = new Invoices(tx).lock(payment.invoice());
    invoice.checkPayable(payment.amount());
    new Payments(tx).add(payment);
    if (gateway.tells()) {
      new Payments(tx).route(payment);
    }
    if (gateway.settlesAtOnce()) {
      return receive(tx, invoice, payment);
    }
    tx.announce(
        new PaymentStarted(
            invoice.tenant(),
            invoice.id(),
            payment.id(),
            payment.gateway(),
            payment.gatewayReference(),
            payment.amount()));
    return payment;
  }

  /**
   * Asked after the commit: whoever tells of it from now on finds it, whoever did before is here.
   */
  private Payment catchUp(Scope scope, Payment payment, PaymentGateway gateway) {
    var heard = gateway.heardBefore(payment);
    heard.forEach(notice -> hear(scope, payment.id(), notice));
    return heard.isEmpty()
        ? payment
        : transactions.in(scope, tx -> new Payments(tx).get(payment.id()));
  }

  /**
   * Acts upon what the gateway tells.
   *
   * @throws Refused when the tenant has no such payment
   */
  public Outcome hear(Scope scope, PaymentId id, GatewayNotice notice) {
    return notice.succeeded() ? confirm(scope, id, notice) : fail(scope, id, notice);
  }

  /** Whether the notice says itself that it is of this payment. */
  public boolean isNamed(Scope scope, PaymentId id, GatewayNotice notice) {
    return transactions.in(
        scope, tx -> new Payments(tx).find(id).filter(notice::names).isPresent());
  }

  /**
   * Money has arrived. In one transaction, under a lock on the invoice: the payment is completed,
   * the invoice is paid when the sum reaches its total, and both are announced.
   *
   * @throws Refused when the tenant has no such payment
   */
  public Outcome confirm(Scope scope, PaymentId id, GatewayNotice notice) {
    return transactions.in(
        scope,
        tx -> {
          var invoice = new Invoices(tx).lockFor(id); // lock first, then read: rivals queue up here
          var payment = new Payments(tx).get(id);
          var outcome = judge(payment, notice, Outcome.CONFIRMED);
          if (!remember(tx, payment, notice, outcome)) {
            return Outcome.IGNORED;
          }
          switch (outcome) {
            case CONFIRMED -> receive(tx, invoice, payment);
            case MISMATCH -> report(tx, invoice, payment, notice);
            case IGNORED, FAILED -> {}
          }
          return outcome;
        });
  }

  /** Money that has settled is contradicted by other money only: a failure comes late. */
  private static Outcome judge(Payment payment, GatewayNotice notice, Outcome fitting) {
    if (notice.doubt(payment).isPresent() && (notice.succeeded() || !payment.isSettled())) {
      return Outcome.MISMATCH;
    }
    return payment.isSettled() ? Outcome.IGNORED : fitting;
  }

  /**
   * A try to pay has failed; a later one may still succeed. A payment that has settled stays so.
   *
   * @throws Refused when the tenant has no such payment
   */
  public Outcome fail(Scope scope, PaymentId id, GatewayNotice notice) {
    return transactions.in(
        scope,
        tx -> {
          var invoice = new Invoices(tx).lockFor(id);
          var payment = new Payments(tx).get(id);
          var outcome = judge(payment, notice, Outcome.FAILED);
          if (!remember(tx, payment, notice, outcome)) {
            return Outcome.IGNORED;
          }
          if (outcome == Outcome.MISMATCH) {
            report(tx, invoice, payment, notice);
            return outcome;
          }
          var change =
              payment.fail(
                  invoice,
                  Objects.requireNonNullElse(notice.reason(), "unknown"),
                  new GatewayEvents(tx).failuresOf(id));
          new Payments(tx).update(change.state());
          tx.announce(change.events());
          return outcome;
        });
  }

  private Payment receive(Tx tx, Invoice invoice, Payment payment) {
    var change = invoice.receive(payment, clock.instant());
    var receipt = change.state();
    new Payments(tx).update(receipt.payment());
    new Invoices(tx).update(receipt.invoice());
    tx.announce(change.events());
    return receipt.payment();
  }

  private boolean remember(Tx tx, Payment payment, GatewayNotice notice, Outcome outcome) {
    return new GatewayEvents(tx)
        .record(
            notice.gateway(),
            notice.eventId(),
            notice.type(),
            payment.id(),
            outcome,
            clock.instant());
  }

  /** What was told is not of what was asked for: a person must look, nothing is paid. */
  private void report(Tx tx, Invoice invoice, Payment payment, GatewayNotice notice) {
    var doubt = notice.doubt(payment).orElseThrow();
    tx.announce(
        new PaymentMismatched(
            invoice.tenant(),
            invoice.id(),
            payment.id(),
            notice.gateway(),
            notice.eventId(),
            payment.amount(),
            notice.amount(),
            doubt));
    var now = clock.instant();
    new Notifications(tx)
        .add(
            UuidV7.from(now),
            payment.id().value(),
            "payment-mismatch:" + notice.eventId(),
            Severity.CRITICAL,
            "Payment of invoice %s needs review".formatted(invoice.number()),
            "What %s told does not fit: %s (%s)."
                .formatted(notice.gateway(), doubt, notice.eventId()),
            now);
  }

  private PaymentGateway gateway(String name) {
    var gateway = gateways.get(name);
    if (gateway == null) {
      throw new Refused(new UnknownGateway(name));
    }
    return gateway;
  }
}
