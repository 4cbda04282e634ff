package com.quittance.billing.infrastructure.web;

import com.quittance.billing.application.KeepDraft;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Draft;
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

  private static final String CLIENT = "the id of a client of yours";
  private static final String CURRENCY = "an ISO 4217 code such as XOF or EUR";
  private static final String DATE = "a date such as 2026-12-31";

  private InvoiceRequest() {}

  /** An invoice to be issued. */
  static Draft read(JsonBody body) {
    return read(body, lines(body));
  }

  /** One that may still lack its lines. */
  static Draft readDraft(JsonBody body) {
    return read(body, body.has("lines") ? lines(body) : List.of());
  }

  private static Draft read(JsonBody body, List<Draft.Item> lines) {
    var client = body.required("client_id", CLIENT, UUID::fromString);
    var currency = body.optional("currency", CURRENCY, InvoiceRequest::currency);
    var due = body.optional("due_date", DATE, InvoiceRequest::date);
    body.end().check();
    return new Draft(new ClientId(Objects.requireNonNull(client)), currency, due, lines);
  }

  /** A change of a draft: what is left out stays, null takes away. After RFC 7396. */
  static KeepDraft.Change change(JsonBody body) {
    var client =
        body.mentions("client_id") ? body.required("client_id", CLIENT, UUID::fromString) : null;
    var hasCurrency = body.mentions("currency");
    var currency = body.optional("currency", CURRENCY, InvoiceRequest::currency);
    var hasDue = body.mentions("due_date");
    var due = body.optional("due_date", DATE, InvoiceRequest::date);
    var hasLines = body.mentions("lines");
    var lines = body.has("lines") ? lines(body) : List.<Draft.Item>of();
    body.end().check();
    return (before, ofTenant) ->
        before.with(
            client == null ? before.client() : new ClientId(client),
            hasCurrency ? currency : before.currency(),
            hasDue ? due : before.dueDate(),
            hasLines ? lines : null,
            ofTenant);
  }

  private static List<Draft.Item> lines(JsonBody body) {
    var lines = new ArrayList<Draft.Item>();
    for (var line : body.objects("lines", Invoice.MAX_LINES)) {
      var read = line(line);
      if (read != null) {
        lines.add(read);
      }
    }
    return lines;
  }

  private static Draft.@Nullable Item line(JsonBody line) {
    var description = line.text("description", Line.MAX_DESCRIPTION);
    var quantity = line.decimal("quantity", Quantity::parse);
    var price = line.integer("unit_price", 0, Line.MAX_UNIT_PRICE);
    var tax = line.has("tax_rate") ? line.decimal("tax_rate", Rate::parse) : Rate.ZERO;
    var discount = line.has("discount") ? line.decimal("discount", Rate::parse) : Rate.ZERO;
    var currency = line.optional("currency", CURRENCY, InvoiceRequest::currency);
    line.end();
    return quantity == null || tax == null || discount == null || description.isEmpty()
        ? null
        : new Draft.Item(description, quantity, price, currency, tax, discount);
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
