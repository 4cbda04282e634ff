package com.quittance.billing.application.listener;

import static java.time.Duration.ofSeconds;

import com.quittance.billing.application.GeneratePdf;
import com.quittance.billing.domain.BillingEvent.InvoiceCreated;
import com.quittance.billing.infrastructure.mail.Alert.GaveUp;
import com.quittance.billing.infrastructure.store.InvoicePdfs.Copy;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.relay.Attempt;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Retry;

/** Makes the invoice's PDF and stores it, unless it was needed earlier. */
public final class GenerateInvoicePdf implements GivesUp<InvoiceCreated> {

  private final GeneratePdf generatePdf;
  private final AdminAlert alert;

  public GenerateInvoicePdf(GeneratePdf generatePdf, AdminAlert alert) {
    this.generatePdf = generatePdf;
    this.alert = alert;
  }

  @Override
  public Retry retry() {
    return Retry.tries(2, ofSeconds(30));
  }

  @Override
  public void handle(InvoiceCreated event, Attempt attempt) {
    generatePdf.of(attempt.scope(), event.invoice(), Copy.ISSUED);
  }

  @Override
  public void gaveUp(InvoiceCreated event, Attempt attempt, String error) {
    alert.raise(attempt, Severity.CRITICAL, new GaveUp(name(), event.number(), error));
  }
}
