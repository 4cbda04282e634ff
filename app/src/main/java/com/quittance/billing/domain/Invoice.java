package com.quittance.billing.domain;

import com.quittance.billing.domain.BillingEvent.InvoiceCreated;
import com.quittance.billing.domain.BillingEvent.InvoiceOverdue;
import com.quittance.billing.domain.BillingEvent.InvoicePaid;
import com.quittance.billing.domain.BillingEvent.InvoiceSendRequested;
import com.quittance.billing.domain.BillingEvent.InvoiceVoided;
import com.quittance.billing.domain.BillingEvent.PaymentReceived;
import com.quittance.billing.domain.BillingEvent.PaymentRefunded;
import com.quittance.billing.domain.Refusal.NotPayable;
import com.quittance.billing.domain.Refusal.Overpayment;
import com.quittance.billing.domain.Refusal.WrongState;
import com.quittance.money.Money;
import com.quittance.tenancy.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An issued invoice: number, lines and totals never change again, only what was paid and said of it
 * does.
 *
 * @param paid what has arrived, at most the total; more becomes the client's credit
 * @param announcedMilestone the highest overdue milestone announced so far, 0 for none
 */
public record Invoice(
    TenantId tenant,
    InvoiceId id,
    ClientId client,
    InvoiceNumber sequence,
    InvoiceStatus status,
    LocalDate issueDate,
    LocalDate dueDate,
    List<Line> lines,
    Totals totals,
    Money paid,
    int announcedMilestone,
    InvoiceMetadata metadata,
    Instant createdAt) {

  public static final int MAX_LINES = 500;

  public Invoice {
    lines = List.copyOf(lines);
  }

  /** Issues an invoice: from here on its money is frozen. */
  public static Change<Invoice> issue(
      TenantId tenant,
      InvoiceId id,
      ClientId client,
      InvoiceNumber number,
      LocalDate issueDate,
      LocalDate dueDate,
      List<Line> lines,
      Totals totals,
      Instant now) {
    var invoice =
        new Invoice(
            tenant,
            id,
            client,
            number,
            InvoiceStatus.SENT,
            issueDate,
            dueDate,
            lines,
            totals,
            Money.zero(totals.total().currency()),
            0,
            InvoiceMetadata.NONE,
            now);
    return new Change<>(
        invoice, List.of(new InvoiceCreated(tenant, id, client, number.text(), totals.total())));
  }

  public String number() {
    return sequence.text();
  }

  public Currency currency() {
    return totals.total().currency();
  }

  public Money open() {
    return totals.total().minus(paid);
  }

  public boolean isPaid() {
    return status == InvoiceStatus.PAID;
  }

  public boolean isVoid() {
    return status == InvoiceStatus.VOID;
  }

  private boolean isPayable() {
    return switch (status) {
      case SENT, PARTIALLY_PAID -> true;
      case DRAFT, PAID, VOID -> false;
    };
  }

  public boolean isOverdue(LocalDate today) {
    return isPayable() && open().isPositive() && today.isAfter(dueDate);
  }

  /**
   * Before money moves.
   *
   * @throws Refused when the invoice takes no payment, or {@code offered} is more than is open
   */
  public void checkPayable(Money offered) {
    if (!isPayable()) {
      throw new Refused(new NotPayable(id, status));
    }
    if (!open().covers(offered)) {
      throw new Refused(new Overpayment(open(), offered));
    }
  }

  /** An invoice with the payment that changed it. */
  public record Receipt(Invoice invoice, Payment payment) {}

  /** After money moved: what arrived is never refused, the excess is the client's credit. */
  public Change<Receipt> receive(Payment payment, Instant now) {
    if (payment.isSettled()) {
      return new Change<>(new Receipt(this, payment), List.of());
    }
    var applied = isPayable() ? payment.amount().min(open()) : Money.zero(currency());
    var completed = payment.completed(payment.amount().minus(applied), now);
    var after = isPayable() ? withPaid(paid.plus(applied)) : this;
    var events = new ArrayList<BillingEvent>();
    if (after.isPaid() && !isPaid()) {
      events.add(new InvoicePaid(tenant, id, client, number(), totals.total()));
    }
    events.add(
        new PaymentReceived(
            tenant,
            id,
            payment.id(),
            number(),
            payment.gateway(),
            Objects.requireNonNullElse(payment.gatewayReference(), ""),
            payment.amount()));
    return new Change<>(new Receipt(after, completed), events);
  }

  /**
   * After money went back: what the client had too much goes first, then what was paid is owed
   * again.
   */
  public Change<Receipt> refunded(Payment payment, Refund refund) {
    var owedAgain = refund.amount().minus(payment.excess().min(refund.amount()));
    var after = owedAgain.isPositive() ? withPaid(paid.minus(owedAgain)) : this;
    return new Change<>(
        new Receipt(after, payment.refunded(refund.amount())),
        List.of(
            new PaymentRefunded(
                tenant,
                id,
                payment.id(),
                refund.id(),
                number(),
                payment.gateway(),
                refund.amount())));
  }

  private Invoice withPaid(Money sum) {
    var next =
        sum.covers(totals.total())
            ? InvoiceStatus.PAID
            : sum.isPositive() ? InvoiceStatus.PARTIALLY_PAID : InvoiceStatus.SENT;
    return with(next, sum, announcedMilestone);
  }

  /**
   * Announces the highest milestone reached that has not been announced yet, so that one missed
   * while the system was down is told, and none twice.
   *
   * @param milestones days after the due date, in any order
   */
  public Optional<Change<Invoice>> fallOverdue(LocalDate today, List<Integer> milestones) {
    if (!isOverdue(today)) {
      return Optional.empty();
    }
    var days = Math.toIntExact(ChronoUnit.DAYS.between(dueDate, today));
    return milestones.stream()
        .filter(milestone -> milestone <= days && milestone > announcedMilestone)
        .max(Integer::compare)
        .map(
            milestone ->
                new Change<>(
                    with(status, paid, milestone),
                    List.of(
                        new InvoiceOverdue(
                            tenant, id, client, number(), dueDate, open(), days, milestone))));
  }

  /**
   * Takes the invoice back. Its number stays used, so that the numbers stay without gaps; money
   * that arrives for it later is the client's credit.
   *
   * @throws Refused when something has been paid, which has to be given back first, or it is void
   */
  public Change<Invoice> voided(String reason) {
    if (status != InvoiceStatus.SENT) {
      throw new Refused(new WrongState(id, status, "sent, with nothing paid"));
    }
    return new Change<>(
        with(InvoiceStatus.VOID, paid, announcedMilestone),
        List.of(new InvoiceVoided(tenant, id, client, number(), totals.total(), reason)));
  }

  /**
   * Asks for the client to get it once more.
   *
   * @throws Refused when it is void
   */
  public Change<Invoice> sendAgain() {
    if (status == InvoiceStatus.VOID) {
      throw new Refused(new WrongState(id, status, "sent, partially_paid or paid"));
    }
    return new Change<>(this, List.of(new InvoiceSendRequested(tenant, id, client, number())));
  }

  /** As it stood when it was issued, before any payment. */
  public Invoice asIssued() {
    return with(InvoiceStatus.SENT, Money.zero(currency()), announcedMilestone);
  }

  private Invoice with(InvoiceStatus nextStatus, Money nextPaid, int milestone) {
    return new Invoice(
        tenant,
        id,
        client,
        sequence,
        nextStatus,
        issueDate,
        dueDate,
        lines,
        totals,
        nextPaid,
        milestone,
        metadata,
        createdAt);
  }
}
