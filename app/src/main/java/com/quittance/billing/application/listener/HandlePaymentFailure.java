package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.domain.BillingEvent.PaymentFailed;
import com.quittance.billing.infrastructure.mail.Alert.GaveUp;
import com.quittance.billing.infrastructure.mail.Alert.PaymentKeepsFailing;
import com.quittance.billing.infrastructure.mail.Letters;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.billing.infrastructure.store.Payments;
import com.quittance.relay.Attempt;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Retry;
import com.quittance.relay.Transactions;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the client that a payment failed and counts it; from the third on a person is called. */
public final class HandlePaymentFailure implements GivesUp<PaymentFailed> {

  static final int CRITICAL_FROM = 3;

  private static final Logger LOG = LoggerFactory.getLogger(HandlePaymentFailure.class);

  private final Transactions transactions;
  private final Letters letters;
  private final Mailer mailer;
  private final AdminAlert alert;
  private final Clock clock;

  public HandlePaymentFailure(
      Transactions transactions, Letters letters, Mailer mailer, AdminAlert alert, Clock clock) {
    this.transactions = transactions;
    this.letters = letters;
    this.mailer = mailer;
    this.alert = alert;
    this.clock = clock;
  }

  @Override
  public Retry retry() {
    return Retry.tries(2, ofMinutes(1), ofMinutes(5));
  }

  @Override
  public void handle(PaymentFailed event, Attempt attempt) {
    LOG.warn(
        "payment {} of invoice {} failed: {}", event.payment(), event.number(), event.reason());
    var dossier = Dossier.open(transactions, attempt.scope(), event.invoice());
    mailer.send(
        attempt,
        letters.paymentFailed(
            dossier.occasion(attempt, clock.instant()),
            transactions.in(attempt.scope(), tx -> new Payments(tx).get(event.payment())),
            event.reason()));
    if (event.failures() >= CRITICAL_FROM) {
      alert.raise(
          attempt,
          Severity.CRITICAL,
          new PaymentKeepsFailing(
              event.number(),
              dossier.client().name(),
              event.amount(),
              event.failures(),
              event.reason()));
    }
    attempt.complete(
        tx -> {
          if (!attempt.isReplay()) { // told again, but failed no more often
            new Payments(tx).countFailure(event.payment());
          }
        });
  }

  @Override
  public void gaveUp(PaymentFailed event, Attempt attempt, String error) {
    alert.raise(attempt, Severity.CRITICAL, new GaveUp(name(), event.number(), error));
  }
}
