package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.application.GeneratePdf;
import com.quittance.billing.domain.BillingEvent.InvoiceVoided;
import com.quittance.billing.infrastructure.mail.Alert.GaveUp;
import com.quittance.billing.infrastructure.mail.Letters;
import com.quittance.billing.infrastructure.store.InvoicePdfs.Copy;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.relay.Attempt;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Retry;
import com.quittance.relay.Transactions;
import java.time.Clock;

/** Tells the client that an invoice is void, the copy that says so attached. */
public final class SendVoidNotice implements GivesUp<InvoiceVoided> {

  private final Transactions transactions;
  private final GeneratePdf generatePdf;
  private final Letters letters;
  private final Mailer mailer;
  private final AdminAlert alert;
  private final Clock clock;

  public SendVoidNotice(
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
  public void handle(InvoiceVoided event, Attempt attempt) {
    var dossier = Dossier.open(transactions, attempt.scope(), event.invoice());
    var pdf = generatePdf.of(attempt.scope(), event.invoice(), Copy.VOID);
    mailer.send(attempt, letters.voided(dossier.occasion(attempt, clock.instant()), pdf));
  }

  @Override
  public void gaveUp(InvoiceVoided event, Attempt attempt, String error) {
    alert.raise(attempt, Severity.WARNING, new GaveUp(name(), event.number(), error));
  }
}
