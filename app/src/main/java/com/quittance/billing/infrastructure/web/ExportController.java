package com.quittance.billing.infrastructure.web;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.infrastructure.store.Clients;
import com.quittance.billing.infrastructure.store.InvoiceSearch;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.csv.CsvTable;
import com.quittance.http.Caller;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.relay.Transactions;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Tables for spreadsheets: what is listed elsewhere, more of it at once. */
@RestController
@RequestMapping("/api/v1") // whatever is accepted: with produces another would be taken for an id
public final class ExportController {

  private static final String CURSOR = "cursor";

  /** Of one answer: written in memory first, so that what fails is no table that seems whole. */
  static final int MOST = 10_000;

  private final Transactions transactions;
  private final Clock clock;

  public ExportController(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @GetMapping("/clients/export")
  @Needs(Ability.CLIENTS_READ)
  ResponseEntity<byte[]> clients(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var before = Page.cursor(http.getParameter(CURSOR));
    var found = transactions.in(caller.scope(), tx -> new Clients(tx).page(before, MOST + 1));
    var page = Page.of(found, MOST, client -> client.id().value(), Function.identity());
    var out = new StringBuilder(CsvTable.MARK);
    var table =
        new CsvTable(out, "id", "name", "email", "address", "tax_id", "locale", "created_at");
    for (var client : page.data()) {
      table.row(
          client.id(),
          client.name(),
          client.email(),
          client.address(),
          client.taxId(),
          client.locale().toLanguageTag(),
          client.createdAt());
    }
    return answer("clients", out, page.nextCursor(), http);
  }

  /** Amounts are in major units, as a spreadsheet sums them up: 1050 EUR cents are 10.50. */
  @GetMapping("/invoices/export")
  @Needs(Ability.INVOICES_READ)
  ResponseEntity<byte[]> invoices(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var search = InvoiceQuery.read(http);
    return transactions.in(
        caller.scope(),
        tx -> {
          var today = new Tenants(tx).current().today(clock.instant());
          var page =
              Page.of(
                  new Invoices(tx).heads(search, today, MOST),
                  last -> next(search, last),
                  List::copyOf);
          var clients = new Clients(tx).of(page.data());
          var out = new StringBuilder(CsvTable.MARK);
          var table =
              new CsvTable(
                  out,
                  "id",
                  "number",
                  "status",
                  "overdue",
                  "client_id",
                  "client",
                  "issue_date",
                  "due_date",
                  "currency",
                  "subtotal",
                  "tax_total",
                  "total",
                  "amount_paid",
                  "balance_due");
          page.data()
              .forEach(
                  invoice ->
                      table.row(
                          cells(invoice, clients.get(invoice.client()), invoice.isOverdue(today))));
          return answer("invoices", out, page.nextCursor(), http);
        });
  }

  private static String next(InvoiceSearch search, Invoice last) {
    return InvoiceQuery.cursor(search.sort(), search.sort().place(last));
  }

  private static @Nullable Object[] cells(
      Invoice invoice, @Nullable Client client, boolean overdue) {
    var totals = invoice.totals();
    return new @Nullable Object[] {
      invoice.id(),
      invoice.number(),
      invoice.status().code(),
      overdue,
      invoice.client(),
      client == null ? null : client.name(),
      invoice.issueDate(),
      invoice.dueDate(),
      invoice.currency().getCurrencyCode(),
      totals.subtotal().major(),
      totals.taxTotal().major(),
      totals.total().major(),
      invoice.paid().major(),
      invoice.open().major()
    };
  }

  /**
   * @param cursor of what follows; null: nothing does
   */
  private static ResponseEntity<byte[]> answer(
      String name, StringBuilder table, @Nullable String cursor, HttpServletRequest http) {
    var answer =
        ResponseEntity.ok()
            .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
            .header(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s.csv\"".formatted(name));
    if (cursor != null) {
      var next = UriComponentsBuilder.fromPath(http.getRequestURI());
      http.getParameterMap().forEach((parameter, values) -> next.queryParam(parameter, values[0]));
      next.replaceQueryParam(CURSOR, cursor);
      answer.header(
          HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(next.build().encode().toUriString()));
    }
    return answer.body(table.toString().getBytes(StandardCharsets.UTF_8));
  }
}
