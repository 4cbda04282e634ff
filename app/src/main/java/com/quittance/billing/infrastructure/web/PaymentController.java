package com.quittance.billing.infrastructure.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.quittance.billing.application.ProcessPayment;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.Payment;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.domain.PaymentStatus;
import com.quittance.billing.domain.Refusal.GatewayUnanswered;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.billing.infrastructure.store.Payments;
import com.quittance.http.Caller;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.http.Parameters;
import com.quittance.idempotency.Answer;
import com.quittance.idempotency.Idempotency;
import com.quittance.relay.Transactions;
import com.quittance.tenancy.Ability;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is paid. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
public final class PaymentController {

  private static final long MAX_AMOUNT = 9_007_199_254_740_991L;

  /** In one answer, nearly always all. */
  private static final int OF_ONE_INVOICE = 100;

  private final Transactions transactions;
  private final Idempotency idempotency;
  private final ProcessPayment processPayment;

  public PaymentController(
      Transactions transactions, Idempotency idempotency, ProcessPayment processPayment) {
    this.transactions = transactions;
    this.idempotency = idempotency;
    this.processPayment = processPayment;
  }

  record MetadataJson(int failureCount) {}

  /** The published JSON. A change here is a change of the API. */
  record PaymentJson(
      UUID id,
      UUID invoiceId,
      String gateway,
      @Nullable String gatewayReference,
      long amount,
      String currency,
      String status,
      long excess,
      long refunded,
      @Nullable String failureReason,
      MetadataJson metadata,
      Instant createdAt,
      @Nullable Instant completedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String clientSecret) {

    static PaymentJson of(Payment payment) {
      return of(payment, null);
    }

    static PaymentJson of(Payment payment, @Nullable String clientSecret) {
      return new PaymentJson(
          payment.id().value(),
          payment.invoice().value(),
          payment.gateway(),
          payment.gatewayReference(),
          payment.amount().minor(),
          payment.amount().currency().getCurrencyCode(),
          payment.status().code(),
          payment.excess().minor(),
          payment.refunded().minor(),
          payment.failureReason(),
          new MetadataJson(payment.failureCount()),
          payment.createdAt(),
          payment.completedAt(),
          clientSecret);
    }
  }

  @PostMapping("/api/v1/invoices/{id}/payments")
  @Needs(Ability.PAYMENTS_WRITE)
  ResponseEntity<byte[]> start(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var scope = caller.scope();
    var invoice = new InvoiceId(Page.id(id, "invoice"));
    var body = JsonBody.bytes(http);
    var request = request(JsonBody.of(http, body));
    Idempotency.require(http);
    if (processPayment.settlesAtOnce(request.gateway())) {
      return idempotency.once(
          scope, http, body, tx -> answer(processPayment.receive(tx, invoice, request), null));
    }
    return idempotency.inSteps(
        scope,
        http,
        body,
        payment -> {
          var started = processPayment.start(scope, invoice, request, new PaymentId(payment));
          return answer(started.payment(), started.clientSecret());
        },
        failure -> failure instanceof Refused no && !(no.refusal() instanceof GatewayUnanswered));
  }

  private static Answer answer(Payment payment, @Nullable String clientSecret) {
    return Answer.created(
        "/api/v1/payments/" + payment.id(), PaymentJson.of(payment, clientSecret));
  }

  private static ProcessPayment.Request request(JsonBody body) {
    var request =
        new ProcessPayment.Request(
            body.line("gateway", 40),
            body.integer("amount", 1, MAX_AMOUNT),
            body.optional(
                "gateway_reference",
                "the gateway's id: 1 to 255 letters, digits, _ - . or :",
                PaymentController::reference));
    body.end().check();
    return request;
  }

  private static String reference(String text) {
    if (!text.matches("[A-Za-z0-9_.:-]{1,255}")) {
      throw new IllegalArgumentException("a reference");
    }
    return text;
  }

  @GetMapping("/api/v1/invoices/{id}/payments")
  @Needs(Ability.PAYMENTS_READ)
  Page<PaymentJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String cursor) {
    var invoice = new InvoiceId(Page.id(id, "invoice"));
    var after = Page.cursor(cursor);
    var payments =
        transactions.in(
            caller.scope(),
            tx ->
                new Payments(tx).of(new Invoices(tx).get(invoice).id(), after, OF_ONE_INVOICE + 1));
    return Page.of(payments, OF_ONE_INVOICE, payment -> payment.id().value(), PaymentJson::of);
  }

  @GetMapping("/api/v1/payments")
  @Needs(Ability.PAYMENTS_READ)
  Page<PaymentJson> all(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var most = Page.limit(http.getParameter("limit"));
    var before = Page.cursor(http.getParameter("cursor"));
    var query = new Parameters(http);
    var status =
        query.one(
            "status",
            "pending, completed, failed or refunded",
            text -> Parameters.coded(text, PaymentStatus.values(), PaymentStatus::code));
    var gateway =
        query.one(
            "gateway", "a gateway's name", text -> Parameters.matching(text, "[a-z0-9_-]{1,40}"));
    var invoice = Page.filter("invoice_id", http.getParameter("invoice_id"));
    var found =
        transactions.in(
            caller.scope(),
            tx -> new Payments(tx).page(status, gateway, invoice, before, most + 1));
    return Page.of(found, most, payment -> payment.id().value(), PaymentJson::of);
  }

  @GetMapping("/api/v1/payments/{id}")
  @Needs(Ability.PAYMENTS_READ)
  PaymentJson get(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
    var scope = caller.scope();
    var payment = new PaymentId(Page.id(id, "payment"));
    return PaymentJson.of(transactions.in(scope, tx -> new Payments(tx).get(payment)));
  }
}
