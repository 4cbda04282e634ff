package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.billing.application.GatewayNotice;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.PaymentId;
import com.quittance.billing.infrastructure.stripe.StripeStub;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Tenancy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Money that goes back to clients, by hand and through the gateway. */
class RefundsTest {

  private static final String ALL = "{\"reason\": \"Commande annulée\"}";

  @TempDir Path folder;
  private final StripeStub stripe = new StripeStub();
  private TestHouse house;
  private WebServer server;
  private Http http;

  @BeforeEach
  void open() {
    house =
        TestHouse.open(
            folder,
            Map.of(
                "QUITTANCE_STRIPE_API_KEY",
                "sk_test_of_the_stub",
                "QUITTANCE_STRIPE_API_BASE",
                stripe.base()));
    server = WebServer.start(house.house());
    http = new Http(server.port(), house.token());
  }

  @AfterEach
  void close() {
    server.close();
    house.close();
    stripe.close();
  }

  private String cash(Invoice invoice, long amount) {
    return http.post(
            "/api/v1/invoices/" + invoice.id() + "/payments",
            "{\"gateway\": \"manual\", \"amount\": %d}".formatted(amount))
        .is(201)
        .id();
  }

  private String card(Invoice invoice, long amount) {
    return card(invoice, amount, "");
  }

  /**
   * @param reference as a member of JSON; empty: Stripe makes the payment
   */
  private String card(Invoice invoice, long amount, String reference) {
    var payment =
        http.post(
                "/api/v1/invoices/" + invoice.id() + "/payments",
                "{\"gateway\": \"stripe\", \"amount\": %d%s}".formatted(amount, reference))
            .is(201)
            .id();
    var notice =
        new GatewayNotice(
            "stripe",
            "evt_" + payment,
            "payment_intent.succeeded",
            true,
            com.quittance.money.Money.of(amount, "XOF"),
            null);
    house
        .house()
        .processPayment()
        .confirm(house.scope(), new PaymentId(UUID.fromString(payment)), notice);
    house.work();
    house.takeMails();
    return payment;
  }

  private static String path(String payment) {
    return "/api/v1/payments/" + payment + "/refunds";
  }

  private JsonNode only(String payment) {
    var refunds = http.get(path(payment)).is(200).json().get("data");
    assertThat(refunds).hasSize(1);
    return refunds.get(0);
  }

  private JsonNode invoice(Invoice invoice) {
    return http.get("/api/v1/invoices/" + invoice.id()).is(200).json();
  }

  private List<String> subjects() {
    return house.takeMails().stream().map(RefundsTest::subject).toList();
  }

  private static String subject(jakarta.mail.internet.MimeMessage mail) {
    try {
      return mail.getSubject();
    } catch (jakarta.mail.MessagingException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  @Test
  void cashGoesBackAtOnceAndIsOwedAgain() {
    var invoice = house.createInvoice(1_000);
    var payment = cash(invoice, 1_000);
    house.work();
    house.takeMails();

    var refund =
        http.post(path(payment), "{\"amount\": 400, \"reason\": \"Trop facturé\"}").is(201).json();

    assertThat(refund.get("status").asString()).isEqualTo("completed");
    assertThat(refund.get("amount").asLong()).isEqualTo(400);
    assertThat(only(payment)).isEqualTo(refund);
    assertThat(invoice(invoice).get("status").asString()).isEqualTo("partially_paid");
    assertThat(invoice(invoice).get("balance_due").asLong()).isEqualTo(400);
    var paid = http.get("/api/v1/payments/" + payment).is(200).json();
    assertThat(paid.get("refunded").asLong()).isEqualTo(400);
    assertThat(paid.get("status").asString()).isEqualTo("completed");
    house.work();
    assertThat(subjects()).containsExactly("Remboursement sur la facture " + invoice.number());
    http.post(path(payment), ALL).is(201);
    assertThat(invoice(invoice).get("status").asString()).isEqualTo("sent");
    assertThat(http.get("/api/v1/payments/" + payment).json().get("status").asString())
        .isEqualTo("refunded");
    http.post(path(payment), ALL).is(Type.NOT_REFUNDABLE);
  }

  @Test
  void stripeIsAskedLaterUnderTheRefundsIdAndTheMoneyIsReservedMeanwhile() {
    var invoice = house.createInvoice(1_000);
    var payment = card(invoice, 1_000);
    var asked = stripe.asked().size();

    var refund = http.post(path(payment), ALL).is(201).json();

    assertThat(refund.get("status").asString()).isEqualTo("pending");
    assertThat(stripe.asked()).as("nothing slow in the request").hasSize(asked);
    assertThat(invoice(invoice).get("status").asString()).isEqualTo("paid");
    http.post(path(payment), "{\"amount\": 1, \"reason\": \"x\"}").is(Type.NOT_REFUNDABLE);
    stripe.hangUp();
    house.work();
    assertThat(only(payment).get("status").asString()).isEqualTo("pending");
    stripe.recover();
    house.advance(Duration.ofSeconds(10));
    house.work();
    assertThat(only(payment).get("status").asString()).isEqualTo("completed");
    assertThat(only(payment).get("gateway_reference").asString()).startsWith("re_stub_");
    assertThat(
            stripe.asked().stream()
                .filter(a -> a.path().equals("/v1/refunds"))
                .filter(a -> a.form().containsKey("payment_intent"))
                .filter(a -> a.form().containsKey("amount"))
                .map(StripeStub.Asked::idempotencyKey)
                .distinct())
        .containsExactly(refund.get("id").asString());
    assertThat(stripe.lastAsked().form()).containsEntry("amount", "1000");
    assertThat(invoice(invoice).get("status").asString()).isEqualTo("sent");
    assertThat(subjects()).containsExactly("Remboursement sur la facture " + invoice.number());
  }

  /** Stripe forgets the key after a day: it is asked first what it has done. */
  @Test
  void aRefundWhoseAnswerWasLostIsNotMadeAgain() {
    var payment = card(house.createInvoice(1_000), 1_000);
    var refund = http.post(path(payment), "{\"amount\": 400, \"reason\": \"x\"}").is(201).json();
    stripe.loseAnswers();
    house.work();
    assertThat(only(payment).get("status").asString()).isEqualTo("pending");
    var asked = stripe.asked().stream().filter(a -> a.form().containsKey("amount")).count();
    stripe.recover();
    house.advance(Duration.ofDays(3));
    house.work();
    assertThat(only(payment).get("status").asString()).isEqualTo("completed");
    assertThat(stripe.refunds()).isEqualTo(1);
    assertThat(stripe.asked().stream().filter(a -> a.form().containsKey("amount")).count())
        .as("asked to give back again")
        .isEqualTo(asked);
    assertThat(only(payment).get("id")).isEqualTo(refund.get("id"));
  }

  /** All companies share the account at Stripe, and any may register a reference. */
  @Test
  void whatDoesNotSayAtStripeThatItIsOursIsNotGivenBack() {
    var payment = card(house.createInvoice(1_000), 1_000, ", \"gateway_reference\": \"pi_whose\"");
    http.post(path(payment), ALL).is(201);
    house.work();
    assertThat(only(payment).get("status").asString()).isEqualTo("failed");
    assertThat(only(payment).get("failure_reason").asString()).isEqualTo("metadata_missing");
    assertThat(stripe.refunds()).isZero();
    house.takeMails();
  }

  @Test
  void whatStripeRefusesStaysPaidAndTheAdminIsTold() {
    var invoice = house.createInvoice(1_000);
    var payment = card(invoice, 1_000);
    http.post(path(payment), ALL).is(201);
    stripe.decline();
    house.work();
    var refund = only(payment);
    assertThat(refund.get("status").asString()).isEqualTo("failed");
    assertThat(refund.get("failure_reason").asString()).isEqualTo("amount_too_small");
    assertThat(invoice(invoice).get("status").asString()).isEqualTo("paid");
    assertThat(subjects()).containsExactly("Remboursement refusé : facture " + invoice.number());
    stripe.recover();
    http.post(path(payment), ALL).is(201);
    house.work();
    assertThat(http.get("/api/v1/payments/" + payment).json().get("status").asString())
        .isEqualTo("refunded");
  }

  @Test
  void aHundredAtOnceUnderOneKeyGiveBackOnce() {
    var payment = cash(house.createInvoice(1_000), 1_000);
    var key = UUID.randomUUID().toString();
    var body = "{\"amount\": 10, \"reason\": \"x\"}".getBytes(StandardCharsets.UTF_8);
    var answers = Doors.atOnce(100, () -> http.post(path(payment), body, key));
    assertThat(answers).extracting(Answer::status).allMatch(s -> s == 201 || s == 409);
    assertThat(only(payment).get("amount").asLong()).isEqualTo(10);
  }

  @Test
  void manyWhoGiveBackTheSameMoneyGiveItBackOnce() {
    var invoice = house.createInvoice(1_000);
    var payment = cash(invoice, 1_000);
    var answers =
        Doors.atOnce(20, () -> http.post(path(payment), "{\"amount\": 300, \"reason\": \"x\"}"));
    assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(3);
    assertThat(answers)
        .filteredOn(a -> a.status() != 201)
        .allSatisfy(a -> a.is(Type.NOT_REFUNDABLE));
    assertThat(invoice(invoice).get("balance_due").asLong()).isEqualTo(900);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    var payment = cash(house.createInvoice(1_000), 1_000);
    http.post(path(payment), "{}").is(Type.VALIDATION, "/reason");
    http.post(path(payment), "{\"amount\": 0, \"reason\": \"x\"}").is(Type.VALIDATION, "/amount");
    http.post(path(payment), "{\"amount\": \"5\", \"reason\": \"x\"}")
        .is(Type.VALIDATION, "/amount");
    http.post(path(payment), "{\"amount\": 1001, \"reason\": \"x\"}").is(Type.NOT_REFUNDABLE);
    http.post(path(UUID.randomUUID().toString()), ALL).is(Type.NOT_FOUND);
    http.get(path(UUID.randomUUID().toString())).is(Type.NOT_FOUND);
    http.post(
            path(payment),
            java.net.http.HttpRequest.BodyPublishers.ofString(ALL),
            Map.of("Content-Type", "application/json"))
        .is(Type.IDEMPOTENCY_KEY_MISSING);
    var neighbour =
        http.as(
            house
                .house()
                .tenancy()
                .createToken(
                    house.addTenant("Lagune", "Africa/Abidjan", "XOF").id(),
                    "x",
                    List.of("*"),
                    Tenancy.TOKEN_LIFE)
                .secret()
                .text());
    neighbour.post(path(payment), ALL).is(Type.NOT_FOUND);
    assertThat(http.get(path(payment)).is(200).json().get("data")).isEmpty();
  }
}
