package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.domain.BillingEvent.PaymentRefunded;
import com.quittance.billing.infrastructure.mail.Letters;
import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import com.quittance.relay.Transactions;
import java.time.Clock;

/** Tells the client that money comes back. */
public final class SendRefundNotice implements Listener<PaymentRefunded> {

  private final Transactions transactions;
  private final Letters letters;
  private final Mailer mailer;
  private final Clock clock;

  public SendRefundNotice(Transactions transactions, Letters letters, Mailer mailer, Clock clock) {
    this.transactions = transactions;
    this.letters = letters;
    this.mailer = mailer;
    this.clock = clock;
  }

  @Override
  public Retry retry() {
    return Retry.tries(3, ofMinutes(1), ofMinutes(5), ofMinutes(15));
  }

  @Override
  public void handle(PaymentRefunded event, Attempt attempt) {
    var dossier = Dossier.open(transactions, attempt.scope(), event.invoice());
    mailer.send(
        attempt, letters.refunded(dossier.occasion(attempt, clock.instant()), event.amount()));
  }
}
