package com.quittance.billing.domain;

import com.quittance.billing.domain.BillingEvent.PaymentFailed;
import com.quittance.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Money on its way to an invoice, or arrived.
 *
 * @param gatewayReference the gateway's own id; null only until the gateway has answered
 * @param excess what arrived beyond the invoice's open balance: the client's credit
 * @param refunded what went back to the client, at most the amount
 * @param failureCount how many failures have been dealt with
 */
public record Payment(
    PaymentId id,
    InvoiceId invoice,
    String gateway,
    @Nullable String gatewayReference,
    Money amount,
    PaymentStatus status,
    Money excess,
    Money refunded,
    int failureCount,
    @Nullable String failureReason,
    Instant createdAt,
    @Nullable Instant completedAt) {

  public static Payment pending(
      PaymentId id,
      InvoiceId invoice,
      String gateway,
      @Nullable String gatewayReference,
      Money amount,
      Instant now) {
    return new Payment(
        id,
        invoice,
        gateway,
        gatewayReference,
        amount,
        PaymentStatus.PENDING,
        Money.zero(amount.currency()),
        Money.zero(amount.currency()),
        0,
        null,
        now,
        null);
  }

  public Payment withReference(String reference) {
    return new Payment(
        id,
        invoice,
        gateway,
        reference,
        amount,
        status,
        excess,
        refunded,
        failureCount,
        failureReason,
        createdAt,
        completedAt);
  }

  /** Completed and refunded payments have had their money; no failure takes it back. */
  public boolean isSettled() {
    return switch (status) {
      case COMPLETED, REFUNDED -> true;
      case PENDING, FAILED -> false;
    };
  }

  Payment completed(Money excess, Instant now) {
    return new Payment(
        id,
        invoice,
        gateway,
        gatewayReference,
        amount,
        PaymentStatus.COMPLETED,
        excess,
        refunded,
        failureCount,
        null,
        createdAt,
        now);
  }

  /** After so much of it, the excess first, went back to the client. */
  Payment refunded(Money amount) {
    var all = refunded.plus(amount);
    return new Payment(
        id,
        invoice,
        gateway,
        gatewayReference,
        this.amount,
        all.equals(this.amount) ? PaymentStatus.REFUNDED : status,
        excess.minus(excess.min(amount)),
        all,
        failureCount,
        failureReason,
        createdAt,
        completedAt);
  }

  /**
   * One more failed try. Nothing happens to a payment that has settled: the failure came late.
   *
   * @param failures how often it has failed by now, this time included
   */
  public Change<Payment> fail(Invoice of, String reason, int failures) {
    if (isSettled()) {
      return new Change<>(this, List.of());
    }
    var failed =
        new Payment(
            id,
            invoice,
            gateway,
            gatewayReference,
            amount,
            PaymentStatus.FAILED,
            excess,
            refunded,
            failureCount,
            reason,
            createdAt,
            null);
    return new Change<>(
        failed,
        List.of(
            new PaymentFailed(
                of.tenant(), invoice, id, of.number(), gateway, amount, reason, failures)));
  }
}
