package com.quittance.billing.infrastructure.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.billing.domain.Invoice;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import com.quittance.relay.UuidV7;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Doors.Opened.class)
class StripeWebhookTest {

  private final Doors doors;
  private final TestHouse house;
  private final Http http;

  StripeWebhookTest(Doors doors) {
    this.doors = doors;
    this.house = doors.house();
    this.http = doors.http();
  }

  /** A payment Stripe knows by a reference of its own. */
  private record Pending(Invoice invoice, String id, String intent) {
    String event() {
      return intent.replace("pi_", "evt_");
    }
  }

  private Pending pending(Invoice invoice, long amount) {
    var intent = "pi_" + UuidV7.from(house.clock()).toString().replace("-", "");
    return new Pending(invoice, register(invoice, amount, intent).id(), intent);
  }

  private Http.Answer register(Invoice invoice, long amount, String intent) {
    return http.post(
            "/api/v1/invoices/" + invoice.id() + "/payments",
            "{\"gateway\": \"stripe\", \"amount\": %d, \"gateway_reference\": \"%s\"}"
                .formatted(amount, intent))
        .is(201);
  }

  private Pending pending(long amount) {
    return pending(house.createInvoice(amount), amount);
  }

  private Http.Answer send(String body) {
    return Signed.at(house.clock().instant(), body).sendTo(http);
  }

  private String outcome(String body) {
    return send(body).is(200).json().get("outcome").asString();
  }

  private String succeeded(Pending payment, long amount) {
    return Signed.succeeded(payment.event(), payment.intent(), amount, "xof");
  }

  private String status(Pending payment) {
    return http.get("/api/v1/payments/" + payment.id()).is(200).json().get("status").asString();
  }

  private long paid(Invoice invoice) {
    return http.get("/api/v1/invoices/" + invoice.id()).is(200).json().get("amount_paid").asLong();
  }

  private List<String> events(Invoice invoice) {
    return house
        .sql()
        .sql(
            "select type from relay.event where payload->>'invoice' = ?"
                + " and type not in ('InvoiceCreated', 'PaymentStarted') order by type")
        .param(invoice.id().toString())
        .query(String.class)
        .list();
  }

  @Test
  void aConfirmedPaymentPaysTheInvoice() {
    var payment = pending(1_180_000);
    assertThat(send(succeeded(payment, 1_180_000)).is(200).text())
        .isEqualTo("{\"received\":true,\"outcome\":\"confirmed\"}");
    assertThat(status(payment)).isEqualTo("completed");
    assertThat(paid(payment.invoice())).isEqualTo(1_180_000);
    assertThat(events(payment.invoice())).containsExactly("InvoicePaid", "PaymentReceived");
  }

  @Test
  void aReplayChangesNothing() {
    var payment = pending(1_000);
    send(succeeded(payment, 1_000)).is(200);
    var before = doors.contents();
    for (var i = 0; i < 3; i++) {
      assertThat(outcome(succeeded(payment, 1_000))).isEqualTo("ignored");
    }
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void aSecondEventOfThePaymentIsKeptButPaysNothing() {
    var payment = pending(1_000);
    send(succeeded(payment, 1_000)).is(200);
    assertThat(outcome(Signed.succeeded(payment.event() + "b", payment.intent(), 1_000, "xof")))
        .isEqualTo("ignored");
    assertThat(paid(payment.invoice())).isEqualTo(1_000);
    assertThat(events(payment.invoice())).containsExactly("InvoicePaid", "PaymentReceived");
    assertThat(gatewayEvents(payment)).containsExactly("confirmed", "ignored");
  }

  private List<String> gatewayEvents(Pending payment) {
    return house
        .sql()
        .sql("select outcome from gateway_event where payment_id = ?::uuid order by event_id")
        .param(payment.id())
        .query(String.class)
        .list();
  }

  @Test
  void aFailureAfterTheSuccessCameLate() {
    var payment = pending(1_000);
    send(succeeded(payment, 1_000)).is(200);
    assertThat(outcome(Signed.failed(payment.event() + "b", payment.intent(), "stolen_card")))
        .isEqualTo("ignored");
    assertThat(status(payment)).isEqualTo("completed");
    assertThat(events(payment.invoice())).containsExactly("InvoicePaid", "PaymentReceived");
  }

  @Test
  void aSuccessAfterFailuresIsASuccess() {
    var payment = pending(1_000);
    for (var n = 1; n <= 2; n++) {
      assertThat(outcome(Signed.failed(payment.event() + n, payment.intent(), "Do not/honor")))
          .isEqualTo("failed");
    }
    var failed = http.get("/api/v1/payments/" + payment.id()).is(200).json();
    assertThat(failed.get("status").asString()).isEqualTo("failed");
    assertThat(failed.get("failure_reason").asString()).isEqualTo("do_not_honor");
    assertThat(outcome(succeeded(payment, 1_000))).isEqualTo("confirmed");
    assertThat(status(payment)).isEqualTo("completed");
    assertThat(events(payment.invoice()))
        .containsExactly("InvoicePaid", "PaymentFailed", "PaymentFailed", "PaymentReceived");
  }

  @Test
  void whatIsNotSignedByStripeIsNotHeard() {
    var payment = pending(1_000);
    var now = house.clock().instant();
    var body = succeeded(payment, 1_000);
    var good = Signed.at(now, body);
    var before = doors.contents();
    for (var forged :
        List.of(
            Signed.by("whsec_other", now, body),
            good.withSignature(good.signature().replace("v1=", "v0=")),
            good.withSignature(good.signature().toUpperCase(java.util.Locale.ROOT)),
            good.withSignature("t=1"),
            good.withSignature("v1=" + "0".repeat(64)),
            good.withSignature("nonsense"),
            good.withSignature(good.signature() + "," + "v1=0,".repeat(1_000)),
            new Signed(body.replace("1000", "1001"), good.signature()),
            new Signed(body + " ", good.signature()),
            new Signed("", good.signature()))) {
      forged.sendTo(http).is(Type.SIGNATURE_INVALID);
    }
    http.as(null).post("/webhooks/stripe", body).is(Type.SIGNATURE_INVALID);
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void onlyThePresentIsBelieved() {
    var payment = pending(1_000);
    var now = house.clock().instant();
    var body = succeeded(payment, 1_000);
    for (var seconds : new int[] {-301, -86_400, 301, 3_600}) {
      Signed.at(now.plusSeconds(seconds), body).sendTo(http).is(Type.SIGNATURE_INVALID);
    }
    assertThat(status(payment)).isEqualTo("pending");
    Signed.at(now.minusSeconds(299), body).sendTo(http).is(200);
    Signed.at(now.plusSeconds(299), body).sendTo(http).is(200);
    assertThat(status(payment)).isEqualTo("completed");
  }

  @Test
  void twoTimestampsAreATrick() {
    var now = house.clock().instant();
    var good = Signed.at(now, succeeded(pending(1_000), 1_000));
    var stale = now.minus(Duration.ofDays(1)).getEpochSecond();
    good.withSignature("t=%d,%s".formatted(stale, good.signature())).sendTo(http).is(400);
    good.withSignature("%s,t=%d".formatted(good.signature(), stale)).sendTo(http).is(400);
    good.withSignature(good.signature() + "," + good.signature()).sendTo(http).is(400);
  }

  @Test
  void anyOfSeveralSignaturesMayFit() {
    var good = Signed.at(house.clock().instant(), succeeded(pending(1_000), 1_000));
    var rotated = good.signature().replace(",v1=", ",v1=%s,v1=".formatted("0".repeat(64)));
    good.withSignature(rotated).sendTo(http).is(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "payment_intent.succeeded",
        "payment_intent.payment_failed",
        "charge.refunded",
        "customer.created"
      })
  void whatIsNotOursIsKeptAndAcknowledged(String type) {
    var event = "evt_" + UuidV7.from(house.clock());
    var body =
        """
        {"id": "%s", "type": "%s", "data": {"object":
          {"id": "pi_of_somebody_else", "object": "payment_intent", "amount": 5, "currency": "xof"}}}
        """
            .formatted(event, type);
    assertThat(outcome(body)).isEqualTo("unrouted");
    assertThat(outcome(body)).isEqualTo("unrouted");
    assertThat(
            house
                .sql()
                .sql("select type from unrouted_gateway_event where event_id = ?")
                .param(event)
                .query(String.class)
                .list())
        .containsExactly(type);
  }

  @Test
  void whatStripeToldBeforeThePaymentWasRegisteredIsActedUponThen() {
    var intent = "pi_" + UuidV7.from(house.clock()).toString().replace("-", "");
    var event = intent.replace("pi_", "evt_");
    assertThat(outcome(Signed.failed("evt_00" + intent, intent, "card_declined")))
        .isEqualTo("unrouted");
    assertThat(outcome(Signed.succeeded(event, intent, 1_000, "xof"))).isEqualTo("unrouted");
    var invoice = house.createInvoice(1_000);
    var registered = register(invoice, 1_000, intent);
    assertThat(registered.json().get("status").asString()).isEqualTo("completed");
    assertThat(paid(invoice)).isEqualTo(1_000);
    assertThat(events(invoice)).containsExactly("InvoicePaid", "PaymentFailed", "PaymentReceived");
    assertThat(outcome(Signed.succeeded(event, intent, 1_000, "xof"))).isEqualTo("ignored");
  }

  @Test
  void whatStripeToldTooEarlyIsNotBelievedForAnotherAmount() {
    var intent = "pi_" + UuidV7.from(house.clock()).toString().replace("-", "");
    var event = intent.replace("pi_", "evt_");
    assertThat(outcome(Signed.succeeded(event, intent, 10, "xof"))).isEqualTo("unrouted");
    var invoice = house.createInvoice(1_000);
    var registered = register(invoice, 1_000, intent);
    assertThat(registered.json().get("status").asString()).isEqualTo("pending");
    assertThat(paid(invoice)).isZero();
  }

  @Test
  void aTypeWeDoNotKnowDoesNothingToAPaymentOfOurs() {
    var payment = pending(1_000);
    var body = succeeded(payment, 1_000).replace(".succeeded", ".processing");
    assertThat(outcome(body)).isEqualTo("unrouted");
    assertThat(status(payment)).isEqualTo("pending");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"id\": 1, \"type\": 2}",
        "{\"id\": \"a\\u0000\", \"type\": \"x\"}",
        "{\"id\": \"evt\"}",
        "not JSON",
        "{\"id\": \"evt\", \"type\": \"x\", \"n\": 1e99999999999}"
      })
  void evenASignedMessageMustBeAnEvent(String body) {
    var before = doors.contents();
    var status = send(body).status();
    assertThat(status).isIn(200, 400);
    if (status == 400) {
      assertThat(doors.contents()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"amount_received\": 999, \"currency\": \"xof\"",
        "\"amount_received\": 1001, \"currency\": \"xof\"",
        "\"amount_received\": 1000, \"currency\": \"eur\"",
        "\"amount_received\": 1000, \"currency\": \"nil\"",
        "\"amount_received\": 1000",
        "\"amount_received\": \"1000\", \"currency\": \"xof\"",
        "\"amount_received\": 1e1000000000, \"currency\": \"xof\"",
        "\"currency\": \"xof\"",
      })
  void whatWasNotAskedForIsNotPaidAndAPersonIsTold(String paid) {
    var payment = pending(1_000);
    var body =
        """
        {"id": "%s", "type": "payment_intent.succeeded", "data": {"object":
          {"id": "%s", "object": "payment_intent", %s}}}
        """
            .formatted(payment.event(), payment.intent(), paid);
    assertThat(outcome(body)).isEqualTo("mismatch");
    assertThat(status(payment)).isEqualTo("pending");
    assertThat(paid(payment.invoice())).isZero();
    assertThat(events(payment.invoice())).containsExactly("PaymentMismatched");
    assertThat(outcome(body)).isEqualTo("ignored");
    assertThat(
            house
                .sql()
                .sql("select severity from notification where job_id = ?::uuid")
                .param(payment.id())
                .query(String.class)
                .list())
        .containsExactly("critical");
  }

  @Test
  void aHundredConfirmationsAtOncePayOnce() {
    var payment = pending(1_000);
    var outcomes =
        IntStream.range(0, 100)
            .mapToObj(n -> n % 2 == 0 ? payment.event() : payment.event() + n)
            .map(event -> Signed.succeeded(event, payment.intent(), 1_000, "xof"))
            .toList();
    var turn = outcomes.iterator();
    var answers =
        Doors.atOnce(
            100,
            () -> {
              String mine;
              synchronized (turn) {
                mine = turn.next();
              }
              return outcome(mine);
            });
    assertThat(answers)
        .containsOnlyOnce("confirmed")
        .allMatch(List.of("confirmed", "ignored")::contains);
    assertThat(paid(payment.invoice())).isEqualTo(1_000);
    assertThat(events(payment.invoice())).containsExactly("InvoicePaid", "PaymentReceived");
  }

  @Test
  void twoPartialPaymentsThatRaceAddUp() {
    for (var round = 0; round < 10; round++) {
      var invoice = house.createInvoice(1_000);
      race(pending(invoice, 300), 300, pending(invoice, 700), 700);
      assertThat(paid(invoice)).isEqualTo(1_000);
      assertThat(events(invoice))
          .containsExactly("InvoicePaid", "PaymentReceived", "PaymentReceived");
    }
  }

  @Test
  void whatArrivesBeyondTheTotalIsKeptAsCredit() {
    for (var round = 0; round < 10; round++) {
      var invoice = house.createInvoice(1_000);
      var first = pending(invoice, 800);
      var second = pending(invoice, 700);
      race(first, 800, second, 700);
      assertThat(paid(invoice)).isEqualTo(1_000);
      assertThat(excess(first) + excess(second)).isEqualTo(500);
      assertThat(events(invoice))
          .containsExactly("InvoicePaid", "PaymentReceived", "PaymentReceived");
    }
  }

  private void race(Pending first, long firstAmount, Pending second, long secondAmount) {
    var bodies = List.of(succeeded(first, firstAmount), succeeded(second, secondAmount)).iterator();
    var answers =
        Doors.atOnce(
            2,
            () -> {
              String mine;
              synchronized (bodies) {
                mine = bodies.next();
              }
              return outcome(mine);
            });
    assertThat(answers).containsExactly("confirmed", "confirmed");
  }

  private long excess(Pending payment) {
    return http.get("/api/v1/payments/" + payment.id()).is(200).json().get("excess").asLong();
  }
}
