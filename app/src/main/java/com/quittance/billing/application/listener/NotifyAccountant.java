package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.domain.BillingEvent.PaymentReceived;
import com.quittance.billing.infrastructure.mail.Alert.GaveUp;
import com.quittance.billing.infrastructure.mail.Letters;
import com.quittance.billing.infrastructure.store.Notifications;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.billing.infrastructure.store.Payments;
import com.quittance.relay.Attempt;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Retry;
import com.quittance.relay.Transactions;
import com.quittance.relay.UuidV7;
import java.time.Clock;

/**
 * Tells the accountant of a payment above the tenant's threshold, by mail and in the application.
 */
public final class NotifyAccountant implements GivesUp<PaymentReceived> {

  private final Transactions transactions;
  private final Letters letters;
  private final Mailer mailer;
  private final AdminAlert alert;
  private final Clock clock;

  public NotifyAccountant(
      Transactions transactions, Letters letters, Mailer mailer, AdminAlert alert, Clock clock) {
    this.transactions = transactions;
    this.letters = letters;
    this.mailer = mailer;
    this.alert = alert;
    this.clock = clock;
  }

  @Override
  public Retry retry() {
    return Retry.tries(3, ofMinutes(1), ofMinutes(5), ofMinutes(15));
  }

  @Override
  public void handle(PaymentReceived event, Attempt attempt) {
    var dossier = Dossier.open(transactions, attempt.scope(), event.invoice());
    if (!dossier.tenant().isLarge(event.amount())) {
      return;
    }
    var now = clock.instant();
    var letter =
        letters.accountantNotice(
            dossier.occasion(attempt, now),
            transactions.in(attempt.scope(), tx -> new Payments(tx).get(event.payment())));
    mailer.send(attempt, letter);
    attempt.complete(
        tx ->
            new Notifications(tx)
                .add(
                    UuidV7.from(now),
                    attempt.job(),
                    "large-payment",
                    Severity.INFO,
                    letter.subject(),
                    letter.text(),
                    now));
  }

  @Override
  public void gaveUp(PaymentReceived event, Attempt attempt, String error) {
    alert.raise(attempt, Severity.WARNING, new GaveUp(name(), event.number(), error));
  }
}
