package com.quittance.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.billing.domain.BillingEvent.PaymentRefunded;
import com.quittance.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Money that goes back: none twice, none lost. */
class RefundTest {

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  private static Money xof(long amount) {
    return Money.of(amount, "XOF");
  }

  private static Payment pending(Invoice invoice, long amount) {
    return Payment.pending(
        new PaymentId(UUID.randomUUID()), invoice.id(), "manual", "r", xof(amount), NOW);
  }

  private static Refund refund(Payment payment, long reserved, Long asked) {
    return Refund.of(
        payment,
        new RefundId(UUID.randomUUID()),
        xof(reserved),
        asked == null ? null : xof(asked),
        "Erreur",
        NOW);
  }

  @Test
  void whatIsPaidIsOwedAgain() {
    var invoice = Samples.issue(1_000).state();
    var paid = invoice.receive(pending(invoice, 1_000), NOW).state();
    assertThat(paid.invoice().isPaid()).isTrue();

    var change = paid.invoice().refunded(paid.payment(), refund(paid.payment(), 0, 400L));

    var after = change.state();
    assertThat(after.invoice().status()).isEqualTo(InvoiceStatus.PARTIALLY_PAID);
    assertThat(after.invoice().open()).isEqualTo(xof(400));
    assertThat(after.payment().status()).isEqualTo(PaymentStatus.COMPLETED);
    assertThat(after.payment().refunded()).isEqualTo(xof(400));
    assertThat(change.events()).singleElement().isInstanceOf(PaymentRefunded.class);

    var rest =
        after.invoice().refunded(after.payment(), refund(after.payment(), 400, null)).state();
    assertThat(rest.invoice().status()).isEqualTo(InvoiceStatus.SENT);
    assertThat(rest.payment().status()).isEqualTo(PaymentStatus.REFUNDED);
  }

  @Test
  void whatWasTooMuchGoesBackFirst() {
    var invoice = Samples.issue(1_000).state();
    var paid = invoice.receive(pending(invoice, 1_300), NOW).state();
    assertThat(paid.payment().excess()).isEqualTo(xof(300));
    var after = paid.invoice().refunded(paid.payment(), refund(paid.payment(), 0, 300L)).state();
    assertThat(after.invoice().isPaid()).isTrue();
    assertThat(after.payment().excess()).isEqualTo(xof(0));
  }

  @Test
  void noMoreThanIsLeftAndNothingOfWhatHasNotArrived() {
    var invoice = Samples.issue(1_000).state();
    var pending = pending(invoice, 500);
    assertThatThrownBy(() -> refund(pending, 0, null)).isInstanceOf(Refused.class);
    var payment = invoice.receive(pending, NOW).state().payment();
    assertThatThrownBy(() -> refund(payment, 0, 501L)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> refund(payment, 500, null)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> refund(payment, 400, 101L)).isInstanceOf(Refused.class);
    assertThat(refund(payment, 400, null).amount()).isEqualTo(xof(100));
  }

  /**
   * Whatever is paid and given back, in whatever order: what is there is what came less what went.
   */
  @Test
  void moneyIsNeitherMadeNorLost() {
    for (var seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var invoice = Samples.issue(1 + random.nextInt(1_000)).state();
      var payments = new ArrayList<Payment>();
      for (var step = 0; step < 20; step++) {
        if (payments.isEmpty() || random.nextBoolean()) {
          var receipt = invoice.receive(pending(invoice, 1 + random.nextInt(600)), NOW).state();
          invoice = receipt.invoice();
          payments.add(receipt.payment());
        } else {
          var which = random.nextInt(payments.size());
          var payment = payments.get(which);
          var left = payment.amount().minor() - payment.refunded().minor();
          if (left > 0) {
            var back = refund(payment, payment.refunded().minor(), 1 + random.nextLong(left));
            var receipt = invoice.refunded(payment, back).state();
            invoice = receipt.invoice();
            payments.set(which, receipt.payment());
          }
        }
        isWhole(invoice, payments, seed);
      }
    }
  }

  private static void isWhole(Invoice invoice, ArrayList<Payment> payments, int seed) {
    var there = 0L;
    var excess = 0L;
    for (var payment : payments) {
      there += payment.amount().minor() - payment.refunded().minor();
      excess += payment.excess().minor();
      assertThat(payment.excess().minor()).isNotNegative();
      assertThat(payment.status() == PaymentStatus.REFUNDED)
          .isEqualTo(payment.refunded().equals(payment.amount()));
    }
    assertThat(invoice.paid().minor() + excess).as("seed %d", seed).isEqualTo(there);
    assertThat(invoice.paid().minor()).isBetween(0L, invoice.totals().total().minor());
    assertThat(invoice.status())
        .isEqualTo(
            invoice.open().isZero()
                ? InvoiceStatus.PAID
                : invoice.paid().isZero() ? InvoiceStatus.SENT : InvoiceStatus.PARTIALLY_PAID);
  }
}
