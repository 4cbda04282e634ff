package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.application.GeneratePdf;
import com.quittance.billing.domain.BillingEvent.InvoiceCreated;
import com.quittance.billing.infrastructure.mail.Alert.GaveUp;
import com.quittance.billing.infrastructure.mail.Letters;
import com.quittance.billing.infrastructure.store.InvoicePdfs.Copy;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.relay.Attempt;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Retry;
import com.quittance.relay.Transactions;
import java.time.Clock;

/**
 * Mails the client a new invoice with its PDF, and marks it notified; not when it is void by then.
 */
public final class SendInvoiceNotification implements GivesUp<InvoiceCreated> {

  private final Transactions transactions;
  private final GeneratePdf generatePdf;
  private final Letters letters;
  private final Mailer mailer;
  private final AdminAlert alert;
  private final Clock clock;

  public SendInvoiceNotification(
      Transactions transactions,
      GeneratePdf generatePdf,
      Letters letters,
      Mailer mailer,
      AdminAlert alert,
      Clock clock) {
    this.transactions = transactions;
    this.generatePdf = generatePdf;
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
  public void handle(InvoiceCreated event, Attempt attempt) {
    var dossier = Dossier.open(transactions, attempt.scope(), event.invoice());
    if (dossier.invoice().isVoid()) {
      return;
    }
    var pdf = generatePdf.of(attempt.scope(), event.invoice(), Copy.ISSUED);
    var now = clock.instant();
    mailer.send(attempt, letters.invoice(dossier.occasion(attempt, now), pdf));
    attempt.complete(tx -> new Invoices(tx).markNotified(event.invoice(), now));
  }

  @Override
  public void gaveUp(InvoiceCreated event, Attempt attempt, String error) {
    alert.raise(attempt, Severity.CRITICAL, new GaveUp(name(), event.number(), error));
  }
}
