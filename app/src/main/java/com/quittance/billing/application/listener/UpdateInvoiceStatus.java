package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.application.GeneratePdf;
import com.quittance.billing.domain.BillingEvent.InvoicePaid;
import com.quittance.billing.infrastructure.mail.Letters;
import com.quittance.billing.infrastructure.store.InvoicePdfs.Copy;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import com.quittance.relay.Transactions;
import java.time.Clock;

/** Thanks the client for a paid invoice, the copy marked paid attached, and notes it. */
public final class UpdateInvoiceStatus implements Listener<InvoicePaid> {

  private final Transactions transactions;
  private final GeneratePdf generatePdf;
  private final Letters letters;
  private final Mailer mailer;
  private final Clock clock;

  public UpdateInvoiceStatus(
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
    return Retry.tries(3, ofMinutes(1), ofMinutes(5), ofMinutes(15));
  }

  @Override
  public void handle(InvoicePaid event, Attempt attempt) {
    var dossier = Dossier.open(transactions, attempt.scope(), event.invoice());
    var pdf = generatePdf.of(attempt.scope(), event.invoice(), Copy.PAID);
    var now = clock.instant();
    mailer.send(attempt, letters.thanks(dossier.occasion(attempt, now), pdf));
    attempt.complete(tx -> new Invoices(tx).markThanked(event.invoice(), now));
  }
}
