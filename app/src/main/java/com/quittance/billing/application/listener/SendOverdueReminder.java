package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.application.GeneratePdf;
import com.quittance.billing.domain.BillingEvent.InvoiceOverdue;
import com.quittance.billing.infrastructure.mail.Letters;
import com.quittance.billing.infrastructure.store.InvoicePdfs.Copy;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import com.quittance.relay.Transactions;
import java.time.Clock;

/**
 * Reminds the client of an overdue invoice and counts it; not when it was paid or is void by then.
 */
public final class SendOverdueReminder implements Listener<InvoiceOverdue> {

  private final Transactions transactions;
  private final GeneratePdf generatePdf;
  private final Letters letters;
  private final Mailer mailer;
  private final Clock clock;

  public SendOverdueReminder(
      Transactions transactions,
      GeneratePdf generatePdf,
      Letters letters,
      Mailer mailer,
      Clock clock) {
    this.transactions = transactions;
    this.generatePdf = generatePdf;
    this.letters = letters;
    this.mailer = mailer;
    this.clock = clock;
  }

  @Override
  public Retry retry() {
    return Retry.tries(2, ofMinutes(1), ofMinutes(5));
  }

  @Override
  public void handle(InvoiceOverdue event, Attempt attempt) {
    var dossier = Dossier.open(transactions, attempt.scope(), event.invoice());
    if (dossier.invoice().isVoid() || !dossier.invoice().open().isPositive()) {
      return;
    }
    var pdf = generatePdf.of(attempt.scope(), event.invoice(), Copy.ISSUED);
    mailer.send(
        attempt,
        letters.reminder(dossier.occasion(attempt, clock.instant()), event.daysOverdue(), pdf));
    attempt.complete(tx -> new Invoices(tx).markReminded(event.invoice(), event.milestone()));
  }
}
