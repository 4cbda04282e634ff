package com.quittance.billing.infrastructure.web;

import com.quittance.billing.application.CreateInvoice;
import com.quittance.billing.application.GeneratePdf;
import com.quittance.billing.application.HandleInvoice;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.http.Caller;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.idempotency.Answer;
import com.quittance.idempotency.Idempotency;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is billed. */
@RestController
@RequestMapping(path = "/api/v1/invoices", produces = MediaType.APPLICATION_JSON_VALUE)
public final class InvoiceController {

  private static final int MAX_REASON = 200;

  private final Transactions transactions;
  private final Idempotency idempotency;
  private final CreateInvoice createInvoice;
  private final GeneratePdf generatePdf;
  private final Clock clock;

  public InvoiceController(
      Transactions transactions,
      Idempotency idempotency,
      CreateInvoice createInvoice,
      GeneratePdf generatePdf,
      Clock clock) {
    this.transactions = transactions;
    this.idempotency = idempotency;
    this.createInvoice = createInvoice;
    this.generatePdf = generatePdf;
    this.clock = clock;
  }

  @PostMapping
  @Needs(Ability.INVOICES_WRITE)
  ResponseEntity<byte[]> create(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var scope = caller.scope();
    var body = JsonBody.bytes(http);
    var request = InvoiceRequest.read(JsonBody.of(http, body));
    return idempotency.once(
        scope,
        http,
        body,
        tx -> {
          var invoice = createInvoice.create(tx, request);
          return Answer.created(
              "/api/v1/invoices/" + invoice.id(), InvoiceJson.of(invoice, invoice.issueDate()));
        });
  }

  @GetMapping
  @Needs(Ability.INVOICES_READ)
  Page<InvoiceJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var most = Page.limit(http.getParameter("limit"));
    var search = InvoiceQuery.read(http);
    var expansion = Expansion.of(http.getParameter("expand"), caller);
    return transactions.in(
        caller.scope(),
        tx -> {
          var today = today(tx);
          return Page.of(
              new Invoices(tx).page(search, today, most),
              last -> InvoiceQuery.cursor(search.sort(), search.sort().place(last)),
              shown -> expansion.json(tx, shown, today));
        });
  }

  @GetMapping("/{id}")
  @Needs(Ability.INVOICES_READ)
  InvoiceJson get(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String expand) {
    var invoice = new InvoiceId(Page.id(id, "invoice"));
    var expansion = Expansion.of(expand, caller);
    return transactions.in(
        caller.scope(),
        tx -> expansion.json(tx, List.of(new Invoices(tx).get(invoice)), today(tx)).getFirst());
  }

  @PostMapping("/{id}/void")
  @Needs(Ability.INVOICES_VOID)
  ResponseEntity<byte[]> takeBack(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var bytes = JsonBody.bytes(http);
    var body = JsonBody.of(http, bytes);
    var reason = body.line("reason", MAX_REASON);
    body.end().check();
    return handle(
        caller, id, http, bytes, (tx, invoice) -> HandleInvoice.takeBack(tx, invoice, reason));
  }

  @PostMapping("/{id}/send")
  @Needs(Ability.INVOICES_WRITE)
  ResponseEntity<byte[]> sendAgain(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    return handle(caller, id, http, JsonBody.nothing(http), HandleInvoice::sendAgain);
  }

  private ResponseEntity<byte[]> handle(
      Caller caller,
      String id,
      HttpServletRequest http,
      byte[] body,
      BiFunction<Tx, InvoiceId, Invoice> how) {
    var invoice = new InvoiceId(Page.id(id, "invoice"));
    Idempotency.require(http);
    return idempotency.once(
        caller.scope(), http, body, tx -> Answer.ok(json(tx, how.apply(tx, invoice))));
  }

  private InvoiceJson json(Tx tx, Invoice invoice) {
    return InvoiceJson.of(invoice, today(tx));
  }

  private LocalDate today(Tx tx) {
    return new Tenants(tx).current().today(clock.instant());
  }

  @GetMapping(path = "/{id}/pdf", produces = MediaType.APPLICATION_PDF_VALUE)
  @Needs(Ability.INVOICES_READ)
  ResponseEntity<byte[]> pdf(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
    var scope = caller.scope();
    var invoice = new InvoiceId(Page.id(id, "invoice"));
    var number = transactions.in(scope, tx -> new Invoices(tx).get(invoice).number());
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .header(
            HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"%s.pdf\"".formatted(safe(number)))
        .body(generatePdf.current(scope, invoice));
  }

  /** A tenant's numbering may hold what a header or a file name may not. */
  private static String safe(String number) {
    return number.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
