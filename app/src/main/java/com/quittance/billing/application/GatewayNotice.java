package com.quittance.billing.application;

import com.quittance.billing.domain.Payment;
import com.quittance.money.Money;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway tells of a payment, its signature already checked.
 *
 * @param eventId the gateway's id of this message; the same id is the same message
 * @param succeeded whether the payment was made; false: a try to pay has failed
 * @param amount what was paid; null when the message tells of a failure
 * @param reason the gateway's code of the failure
 * @param origin what else it says of where it belongs
 */
public record GatewayNotice(
    String gateway,
    String eventId,
    String type,
    boolean succeeded,
    @Nullable Money amount,
    @Nullable String reason,
    Origin origin) {

  /**
   * Where a message says it belongs.
   *
   * @param payment ours, by the metadata we gave it; null when it was not made by us
   * @param invoice ours, likewise
   * @param foreign why it cannot be of the account that our payments are made with, or is not known
   *     to be this company's; null when it can
   */
  public record Origin(
      @Nullable String payment, @Nullable String invoice, @Nullable String foreign) {

    public static final Origin UNSAID = new Origin(null, null, null);

    /** Whether it is this payment's by its metadata. */
    public boolean names(Payment expected) {
      return expected.id().toString().equals(payment)
          || payment == null && expected.invoice().toString().equals(invoice);
    }
  }

  public GatewayNotice(
      String gateway,
      String eventId,
      String type,
      boolean succeeded,
      @Nullable Money amount,
      @Nullable String reason) {
    this(gateway, eventId, type, succeeded, amount, reason, Origin.UNSAID);
  }

  /** Whether its metadata says that it is of this payment. */
  public boolean names(Payment payment) {
    return origin.names(payment);
  }

  /** Whether its metadata says of no payment at all that it is of it. */
  public boolean namesNone() {
    return origin.payment == null && origin.invoice == null;
  }

  /**
   * As each of several companies is told of it that have registered its payment, when it names none
   * of theirs: it may be another's, so not what was paid.
   */
  public GatewayNotice unclaimed() {
    var doubt = "its metadata does not say that it is of this payment";
    return new GatewayNotice(
        gateway, eventId, type, succeeded, null, null, new Origin(null, null, doubt));
  }

  /** Why it is not to be believed of this payment. Empty when all fits. */
  Optional<String> doubt(Payment expected) {
    if (origin.foreign != null) {
      return Optional.of(origin.foreign);
    }
    if (origin.payment != null && !origin.payment.equals(expected.id().toString())) {
      return Optional.of("its metadata names another payment");
    }
    if (origin.invoice != null && !origin.invoice.equals(expected.invoice().toString())) {
      return Optional.of("its metadata names another invoice");
    }
    return succeeded && !expected.amount().equals(amount)
        ? Optional.of(
            "%s was paid where %s was expected"
                .formatted(amount == null ? "no amount" : amount, expected.amount()))
        : Optional.empty();
  }
}
