package com.quittance.billing.application.listener;

import com.quittance.billing.infrastructure.mail.Mail;
import com.quittance.billing.infrastructure.mail.MailNotSent;
import com.quittance.billing.infrastructure.mail.MailTransport;
import com.quittance.billing.infrastructure.store.MailDeliveries;
import com.quittance.relay.Attempt;
import com.quittance.relay.Transactions;
import java.time.Clock;

/**
 * Sends a letter once. The ledger is written before the server is spoken to and again as soon as
 * the server has taken the mail; only a death between the two, of this process or of the line, can
 * repeat it, under the same Message-ID, and that is counted.
 */
public final class Mailer {

  private final Transactions transactions;
  private final MailTransport transport;
  private final Clock clock;

  public Mailer(Transactions transactions, MailTransport transport, Clock clock) {
    this.transactions = transactions;
    this.transport = transport;
    this.clock = clock;
  }

  /** A job sends each kind of letter once. */
  public void send(Attempt attempt, Mail mail) {
    var letter = mail.kind().code();
    if (!begin(attempt, letter, mail)) {
      return;
    }
    try {
      transport.send(mail);
    } catch (MailNotSent notSent) {
      if (!notSent.mayHaveArrived()) {
        transactions.run(
            attempt.scope(), tx -> new MailDeliveries(tx).refused(attempt.job(), letter));
      }
      throw notSent;
    }
    transactions.run(
        attempt.scope(), tx -> new MailDeliveries(tx).sent(attempt.job(), letter, clock.instant()));
  }

  private boolean begin(Attempt attempt, String letter, Mail mail) {
    return transactions.in(
        attempt.scope(),
        tx ->
            new MailDeliveries(tx)
                .begin(
                    attempt.job(),
                    letter,
                    mail.messageId(),
                    mail.to().address(),
                    mail.subject(),
                    clock.instant()));
  }
}
