package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.billing.application.GatewayNotice;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.PaymentId;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be done with an invoice once it is issued: it is sent again, or taken back. */
@ExtendWith(Doors.Opened.class)
class IssuedInvoicesTest {

  private static final String REASON = "{\"reason\": \"Doublon de FAC-2026-0007\"}";

  private final Doors doors;
  private final TestHouse house;
  private final Http http;

  IssuedInvoicesTest(Doors doors) {
    this.doors = doors;
    this.house = doors.house();
    this.http = doors.http();
  }

  private static String path(Invoice invoice, String action) {
    return "/api/v1/invoices/%s/%s".formatted(invoice.id(), action);
  }

  private Answer takeBack(Invoice invoice) {
    return http.post(path(invoice, "void"), REASON);
  }

  private List<String> events(String tag, Invoice invoice) {
    return house
        .sql()
        .sql("select payload::text from relay.event where tags @> array[?, ?]::text[]")
        .params(tag, "invoice:" + invoice.id())
        .query(String.class)
        .list();
  }

  @Test
  void anInvoiceOfWhichNothingIsPaidCanBeTakenBack() {
    var invoice = house.createInvoice(1_000);

    var taken = takeBack(invoice).is(200).json();

    assertThat(taken.get("status").asString()).isEqualTo("void");
    assertThat(taken.get("number").asString()).isEqualTo(invoice.number());
    assertThat(taken.get("total").asLong()).isEqualTo(1_000);
    assertThat(http.get("/api/v1/invoices/" + invoice.id()).is(200).json()).isEqualTo(taken);
    assertThat(events("invoice:voided", invoice)).singleElement().asString().contains("Doublon");
    assertThat(takeBack(invoice).is(Type.INVOICE_STATE).json().get("detail").asString())
        .contains("void");
    assertThat(house.createInvoice(10).sequence().sequence())
        .isGreaterThan(invoice.sequence().sequence());
  }

  @Test
  void aVoidInvoiceIsNeitherPaidNorSentNorDunned() {
    var invoice = house.createInvoice(1_000);
    takeBack(invoice).is(200);
    http.post(path(invoice, "payments"), "{\"gateway\": \"manual\", \"amount\": 5}")
        .is(Type.NOT_PAYABLE);
    http.post(path(invoice, "send"), "{}").is(Type.INVOICE_STATE);
    assertThat(http.get("/api/v1/invoices/" + invoice.id()).json().get("overdue").asBoolean())
        .isFalse();
  }

  @Test
  void whatIsPartlyPaidStays() {
    var invoice = house.createInvoice(1_000);
    http.post(path(invoice, "payments"), "{\"gateway\": \"manual\", \"amount\": 5}").is(201);
    var before = doors.contents();
    takeBack(invoice).is(Type.INVOICE_STATE);
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void aReasonIsNeeded() {
    var invoice = house.createInvoice(1_000);
    var before = doors.contents();
    http.post(path(invoice, "void"), "{}").is(Type.VALIDATION, "/reason");
    http.post(path(invoice, "void"), "{\"reason\": \" \"}").is(Type.VALIDATION, "/reason");
    http.post(path(invoice, "void"), "{\"reason\": \"%s\"}".formatted("x".repeat(201)))
        .is(Type.VALIDATION, "/reason");
    http.post(path(invoice, "void"), "{\"reason\": \"x\", \"notify\": false}")
        .is(Type.VALIDATION, "/notify");
    http.post(path(invoice, "send"), "{\"to\": \"x\"}").is(Type.VALIDATION, "/to");
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void bothNeedAnIdempotencyKeyAndHaveTheirEffectOnceUnderIt() throws Exception {
    var invoice = house.createInvoice(1_000);
    for (var action : List.of("void", "send")) {
      http.post(
              path(invoice, action),
              BodyPublishers.ofString(action.equals("void") ? REASON : "{}"),
              Map.of("Content-Type", "application/json"))
          .is(Type.IDEMPOTENCY_KEY_MISSING);
    }
    var key = UUID.randomUUID().toString();
    var nothing = "{}".getBytes(StandardCharsets.UTF_8);
    Callable<Answer> send =
        () -> {
          var answer = http.post(path(invoice, "send"), nothing, key);
          while (answer.status() == 409) {
            answer = http.post(path(invoice, "send"), nothing, key);
          }
          return answer;
        };
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var answer : threads.invokeAll(java.util.Collections.nCopies(100, send))) {
        assertThat(answer.get().is(200).id()).isEqualTo(invoice.id().toString());
      }
    }
    assertThat(events("invoice:send-requested", invoice)).hasSize(1);
  }

  @Test
  void anInvoiceIsSentAgainWithoutABody() {
    var invoice = house.createInvoice(1_000);
    http.post(
            path(invoice, "send"),
            BodyPublishers.noBody(),
            Map.of("Idempotency-Key", UUID.randomUUID().toString()))
        .is(200);
    assertThat(events("invoice:send-requested", invoice)).hasSize(1);
  }

  @Test
  void othersInvoicesAreNotThere() {
    var neighbour = doors.as(doors.newTenant());
    var invoice = house.createInvoice(1_000);
    for (var action : List.of("void", "send")) {
      var body = action.equals("void") ? REASON : "{}";
      neighbour.post(path(invoice, action), body).is(Type.NOT_FOUND);
      http.post("/api/v1/invoices/%s/%s".formatted(UUID.randomUUID(), action), body)
          .is(Type.NOT_FOUND);
    }
    assertThat(house.invoice(invoice.id()).isVoid()).isFalse();
  }

  @Test
  void moneyThatArrivesForAVoidInvoiceIsTheClientsCredit() {
    var invoice = house.createInvoice(1_000);
    var payment =
        http.post(
                path(invoice, "payments"),
                """
                {"gateway": "stripe", "amount": 1000, "gateway_reference": "pi_void_%s"}
                """
                    .formatted(invoice.id()))
            .is(201)
            .id();
    takeBack(invoice).is(200);
    var notice =
        new GatewayNotice(
            "stripe",
            "evt_void_" + payment,
            "payment_intent.succeeded",
            true,
            invoice.totals().total(),
            null);
    house
        .house()
        .processPayment()
        .confirm(house.scope(), new PaymentId(UUID.fromString(payment)), notice);
    var paid = http.get("/api/v1/payments/" + payment).is(200).json();
    assertThat(paid.get("status").asString()).isEqualTo("completed");
    assertThat(paid.get("excess").asLong()).isEqualTo(1_000);
    assertThat(house.invoice(invoice.id()).isVoid()).isTrue();
  }
}
