package com.quittance.billing.infrastructure.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceMetadata;
import com.quittance.billing.domain.Line;
import com.quittance.billing.domain.Tax;
import com.quittance.billing.infrastructure.web.ClientController.ClientJson;
import com.quittance.billing.infrastructure.web.PaymentController.PaymentJson;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The published JSON of an invoice; amounts in minor units of its currency. A change here is a
 * change of the API.
 */
record InvoiceJson(
    UUID id,
    String number,
    String status,
    boolean overdue,
    UUID clientId,
    String currency,
    LocalDate issueDate,
    LocalDate dueDate,
    long subtotal,
    long taxTotal,
    long total,
    long amountPaid,
    long balanceDue,
    List<LineJson> lines,
    List<TaxJson> taxes,
    InvoiceMetadata metadata,
    Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ClientJson client,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<PaymentJson> payments) {

  record LineJson(
      String description,
      String quantity,
      long unitPrice,
      String taxRate,
      String discount,
      long net) {

    static LineJson of(Line line) {
      return new LineJson(
          line.description(),
          line.quantity().toString(),
          line.unitPrice().minor(),
          line.taxRate().toString(),
          line.discount().toString(),
          line.net().minor());
    }
  }

  record TaxJson(String rate, long base, long amount) {
    static TaxJson of(Tax tax) {
      return new TaxJson(tax.rate().toString(), tax.base().minor(), tax.amount().minor());
    }
  }

  /**
   * @param today the tenant's
   */
  static InvoiceJson of(Invoice invoice, LocalDate today) {
    return of(invoice, today, null, null);
  }

  /**
   * @param client in full, if it was asked for; so are the payments
   */
  static InvoiceJson of(
      Invoice invoice,
      LocalDate today,
      @Nullable ClientJson client,
      @Nullable List<PaymentJson> payments) {
    var totals = invoice.totals();
    return new InvoiceJson(
        invoice.id().value(),
        invoice.number(),
        invoice.status().code(),
        invoice.isOverdue(today),
        invoice.client().value(),
        invoice.currency().getCurrencyCode(),
        invoice.issueDate(),
        invoice.dueDate(),
        totals.subtotal().minor(),
        totals.taxTotal().minor(),
        totals.total().minor(),
        invoice.paid().minor(),
        invoice.open().minor(),
        invoice.lines().stream().map(LineJson::of).toList(),
        totals.taxes().stream().map(TaxJson::of).toList(),
        invoice.metadata(),
        invoice.createdAt(),
        client,
        payments);
  }
}
