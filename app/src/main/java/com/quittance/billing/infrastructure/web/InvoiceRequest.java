package com.quittance.billing.infrastructure.web;

import com.quittance.billing.application.CreateInvoice;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.Line;
import com.quittance.billing.domain.Quantity;
import com.quittance.http.JsonBody;
import com.quittance.money.Money;
import com.quittance.money.Rate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The published JSON of an invoice to be made. */
final class InvoiceRequest {

  private InvoiceRequest() {}

  static CreateInvoice.Request read(JsonBody body) {
    var client = body.required("client_id", "the id of a client of yours", UUID::fromString);
    var currency =
        body.optional("currency", "an ISO 4217 code such as XOF or EUR", InvoiceRequest::currency);
    var due = body.optional("due_date", "a date such as 2026-12-31", InvoiceRequest::date);
    var drafts = lines(body);
    body.end().check();
    return new CreateInvoice.Request(
        new ClientId(Objects.requireNonNull(client)), currency, due, drafts);
  }

  private static List<CreateInvoice.LineRequest> lines(JsonBody body) {
    var lines = new ArrayList<CreateInvoice.LineRequest>();
    for (var line : body.objects("lines", Invoice.MAX_LINES)) {
      var read = line(line);
      if (read != null) {
        lines.add(read);
      }
    }
    return lines;
  }

  private static CreateInvoice.@Nullable LineRequest line(JsonBody line) {
    var description = line.text("description", Line.MAX_DESCRIPTION);
    var quantity = line.decimal("quantity", Quantity::parse);
    var price = line.integer("unit_price", 0, Line.MAX_UNIT_PRICE);
    var tax = line.has("tax_rate") ? line.decimal("tax_rate", Rate::parse) : Rate.ZERO;
    var discount = line.has("discount") ? line.decimal("discount", Rate::parse) : Rate.ZERO;
    var currency =
        line.optional("currency", "an ISO 4217 code such as XOF or EUR", InvoiceRequest::currency);
    line.end();
    return quantity == null || tax == null || discount == null || description.isEmpty()
        ? null
        : new CreateInvoice.LineRequest(description, quantity, price, currency, tax, discount);
  }

  /** Refuses what no invoice can be made out in, such as gold. */
  private static Currency currency(String code) {
    return Money.zero(Currency.getInstance(code)).currency();
  }

  private static LocalDate date(String text) {
    if (!text.matches("\\d{4}-\\d{2}-\\d{2}")) {
      throw new IllegalArgumentException("a date");
    }
    return LocalDate.parse(text);
  }
}
