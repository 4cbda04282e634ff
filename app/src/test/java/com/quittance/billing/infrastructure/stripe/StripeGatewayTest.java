package com.quittance.billing.infrastructure.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.billing.domain.Invoice;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Payments that are made at Stripe, by its own library, at a stub of its API. */
@ExtendWith(Doors.Opened.class)
class StripeGatewayTest {

  private static final String PAY = "{\"gateway\": \"stripe\", \"amount\": %d}";

  private final Doors doors;
  private final TestHouse house;
  private final Http http;

  StripeGatewayTest(Doors doors) {
    this.doors = doors;
    this.house = doors.house();
    this.http = doors.http();
  }

  @AfterEach
  void recover() {
    doors.stripe().recover();
  }

  private Http.Answer pay(Invoice invoice, long amount) {
    return http.post("/api/v1/invoices/" + invoice.id() + "/payments", PAY.formatted(amount));
  }

  @Test
  void aPaymentIntentIsMadeForTheAmount() {
    var invoice = house.createInvoice(1_180_000);
    var payment = pay(invoice, 1_180_000).is(201).json();
    var asked = doors.stripe().lastAsked();
    assertThat(asked.path()).isEqualTo("/v1/payment_intents");
    assertThat(asked.key()).isEqualTo("Bearer sk_test_of_the_stub");
    assertThat(asked.idempotencyKey()).isEqualTo(payment.get("id").asString());
    assertThat(asked.form())
        .containsEntry("amount", "1180000")
        .containsEntry("currency", "xof")
        .containsEntry("description", invoice.number())
        .containsEntry("metadata[quittance_invoice]", invoice.id().toString())
        .containsEntry("metadata[quittance_payment]", payment.get("id").asString());
    assertThat(payment.get("status").asString()).isEqualTo("pending");
    var reference = payment.get("gateway_reference").asString();
    assertThat(reference).startsWith("pi_stub_");
    assertThat(payment.get("client_secret").asString()).isEqualTo(reference + "_secret_x");
  }

  @Test
  void theSecretForTheBrowserIsKeptNowhere() {
    var id = pay(house.createInvoice(1_000), 1_000).is(201).id();
    assertThat(http.get("/api/v1/payments/" + id).is(200).text()).doesNotContain("secret");
    assertThat(
            house
                .sql()
                .sql("select p::text from payment p where id = ?::uuid")
                .param(UUID.fromString(id))
                .query(String.class)
                .single())
        .doesNotContain("_secret_");
  }

  @Test
  void whatStripeConfirmsIsPaid() {
    var invoice = house.createInvoice(1_000);
    var intent = pay(invoice, 1_000).is(201).json().get("gateway_reference").asString();
    var body = Signed.succeeded("evt_of_" + intent, intent, 1_000, "xof");
    Signed.at(house.clock().instant(), body).sendTo(http).is(200);
    assertThat(http.get("/api/v1/invoices/" + invoice.id()).json().get("status").asString())
        .isEqualTo("paid");
  }

  @Test
  void stripesNoIsPassedOnWithoutItsSecretsAndNothingIsStored() {
    var invoice = house.createInvoice(1_000);
    doors.stripe().decline();
    var before = doors.contents();
    var refused = pay(invoice, 1_000).is(Type.GATEWAY_FAILED);
    assertThat(refused.json().get("detail").asString()).contains("amount_too_small");
    assertThat(refused.text()).doesNotContain("sk_live");
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void aStripeThatDoesNotAnswerIsABadGatewayAndNothingIsStored() {
    var invoice = house.createInvoice(1_000);
    doors.stripe().hangUp();
    var before = doors.contents();
    pay(invoice, 1_000).is(Type.GATEWAY_FAILED);
    var after = doors.contents();
    assertThat(after.remove("public.idempotency_key")).as("begun").isNotNull();
    before.remove("public.idempotency_key");
    assertThat(after).isEqualTo(before);
  }

  /** Whether it has done what it was asked, nobody knows: so it is asked for the same again. */
  @Test
  void theSameRequestAfterALostAnswerIsTheSamePaymentAtStripe() {
    var invoice = house.createInvoice(1_000);
    var path = "/api/v1/invoices/" + invoice.id() + "/payments";
    var body = "{\"gateway\": \"stripe\", \"amount\": 1000}".getBytes(UTF_8);
    var key = "lost-" + invoice.id();
    var asked = doors.stripe().asked().size();
    doors.stripe().loseAnswers();
    http.post(path, body, key).is(Type.GATEWAY_FAILED);
    doors.stripe().recover();
    http.post(path, "{\"gateway\": \"stripe\", \"amount\": 1}".getBytes(UTF_8), key)
        .is(Type.IDEMPOTENCY_KEY_REUSED);
    var payment = http.post(path, body, key).is(201);
    assertThat(
            doors.stripe().asked().stream()
                .skip(asked)
                .map(StripeStub.Asked::idempotencyKey)
                .distinct())
        .containsExactly(payment.id());
  }

  @Test
  void afterANoTheKeyIsFree() {
    var invoice = house.createInvoice(1_000);
    var path = "/api/v1/invoices/" + invoice.id() + "/payments";
    var key = "no-" + invoice.id();
    doors.stripe().decline();
    http.post(path, "{\"gateway\": \"stripe\", \"amount\": 1}".getBytes(UTF_8), key)
        .is(Type.GATEWAY_FAILED);
    doors.stripe().recover();
    http.post(path, "{\"gateway\": \"stripe\", \"amount\": 1000}".getBytes(UTF_8), key).is(201);
  }

  @Test
  void whatCannotBePaidIsNotEvenAskedFor() {
    var invoice = house.createInvoice(1_000);
    var asked = doors.stripe().asked().size();
    pay(invoice, 1_001).is(Type.OVERPAYMENT);
    assertThat(doors.stripe().asked()).hasSize(asked);
  }
}
