package com.quittance.billing.domain;

import com.quittance.billing.domain.Refusal.NotRefundable;
import com.quittance.money.Money;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Money on its way back to a client, or there. While it is pending it keeps others from giving back
 * the same money.
 *
 * @param reason why, in the words of whoever did it
 * @param gatewayReference the gateway's own id; null until it has done it
 * @param failureReason the gateway's code; null unless it has refused
 * @param settledAt when it was completed or refused; null while it is pending
 */
public record Refund(
    RefundId id,
    PaymentId payment,
    Money amount,
    Status status,
    String reason,
    @Nullable String gatewayReference,
    @Nullable String failureReason,
    Instant createdAt,
    @Nullable Instant settledAt) {

  /** Where it stands. */
  public enum Status {
    PENDING,
    COMPLETED,
    FAILED;

    /** As stored and as published. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Status of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @param reserved of the payment by refunds that are pending or completed
   * @param asked null: all that is left
   * @throws Refused when the payment has no such money to give back
   */
  public static Refund of(
      Payment payment,
      RefundId id,
      Money reserved,
      @Nullable Money asked,
      String reason,
      Instant now) {
    var left =
        payment.isSettled() ? payment.amount().minus(reserved) : Money.zero(reserved.currency());
    var amount = asked == null ? left : asked;
    if (!left.isPositive() || !amount.isPositive() || !left.covers(amount)) {
      throw new Refused(new NotRefundable(payment.id(), left));
    }
    return new Refund(id, payment.id(), amount, Status.PENDING, reason, null, null, now, null);
  }

  public boolean isPending() {
    return status == Status.PENDING;
  }

  public Refund completed(String reference, Instant now) {
    return new Refund(
        id, payment, amount, Status.COMPLETED, reason, reference, null, createdAt, now);
  }

  public Refund failed(String why, Instant now) {
    return new Refund(id, payment, amount, Status.FAILED, reason, null, why, createdAt, now);
  }
}
