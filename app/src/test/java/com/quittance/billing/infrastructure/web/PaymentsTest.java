package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.billing.domain.Invoice;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(Doors.Opened.class)
class PaymentsTest {

  private final Doors doors;
  private final TestHouse house;
  private final Http http;

  PaymentsTest(Doors doors) {
    this.doors = doors;
    this.house = doors.house();
    this.http = doors.http();
  }

  private static String path(Invoice invoice) {
    return "/api/v1/invoices/" + invoice.id() + "/payments";
  }

  private Http.Answer manual(Invoice invoice, long amount) {
    return http.post(path(invoice), "{\"gateway\": \"manual\", \"amount\": %d}".formatted(amount));
  }

  private void isPaid(Invoice invoice, String status, long paid) {
    var now = http.get("/api/v1/invoices/" + invoice.id()).is(200).json();
    assertThat(now.get("status").asString()).isEqualTo(status);
    assertThat(now.get("amount_paid").asLong()).isEqualTo(paid);
    assertThat(now.get("balance_due").asLong()).isEqualTo(now.get("total").asLong() - paid);
  }

  @Test
  void aChequeNumberIsTheTenantsOwn() {
    var body = "{\"gateway\": \"manual\", \"amount\": 5, \"gateway_reference\": \"CHQ-1\"}";
    var neighbour = doors.newTenant();
    var theirs = house.createInvoice(neighbour, 10, null);
    var ours = house.createInvoice(10);
    http.post(path(ours), body).is(201);
    doors.as(neighbour).post(path(theirs), body).is(201);
    doors.as(neighbour).post(path(theirs), body).is(409);
  }

  @Test
  void cashIsReceivedAtOnce() {
    var invoice = house.createInvoice(1_000);
    var paid = manual(invoice, 400).is(201);
    var id = paid.id();
    assertThat(paid.header("Location")).isEqualTo("/api/v1/payments/" + id);
    assertThat(paid.json())
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"id": "%s", "invoice_id": "%s", "gateway": "manual",
                     "gateway_reference": "manual-%s", "amount": 400, "currency": "XOF",
                     "status": "completed", "excess": 0, "refunded": 0, "failure_reason": null,
                     "metadata": {"failure_count": 0}, "created_at": "%4$s", "completed_at": "%4$s"}
                    """
                        .formatted(id, invoice.id(), id, house.clock().instant())));
    assertThat(http.get("/api/v1/payments/" + id).is(200).json()).isEqualTo(paid.json());
    isPaid(invoice, "partially_paid", 400);
    var rest = manual(invoice, 600).is(201).id();
    isPaid(invoice, "paid", 1_000);
    assertThat(http.get(path(invoice)).is(200).json().get("data").findValuesAsString("id"))
        .containsExactly(id, rest);
  }

  @Test
  void allOfACompanyAreListedTheNewestFirst() {
    var tenant = doors.newTenant();
    var mine = doors.as(tenant);
    var first = house.createInvoice(tenant, 1_000, null);
    var second = house.createInvoice(tenant, 1_000, null);
    var body = "{\"gateway\": \"manual\", \"amount\": 5}";
    var one = mine.post(path(first), body).is(201).id();
    var two = mine.post(path(second), body).is(201).id();
    var stripe =
        mine.post(
                path(first),
                "{\"gateway\": \"stripe\", \"amount\": 7, \"gateway_reference\": \"pi_of_a_list\"}")
            .is(201)
            .id();

    assertThat(listed(mine, "")).containsExactly(stripe, two, one);
    assertThat(listed(mine, "?status=pending")).containsExactly(stripe);
    assertThat(listed(mine, "?status=completed&invoice_id=" + first.id())).containsExactly(one);
    assertThat(listed(mine, "?gateway=manual")).containsExactly(two, one);
    assertThat(listed(mine, "?gateway=wave")).isEmpty();
    var page = mine.get("/api/v1/payments?limit=2").is(200).json();
    assertThat(page.get("has_more").asBoolean()).isTrue();
    assertThat(listed(mine, "?limit=2&cursor=" + page.get("next_cursor").asString()))
        .containsExactly(one);
    for (var wrong : new String[] {"status=late", "gateway=%27", "invoice_id=1", "cursor=1"}) {
      mine.get("/api/v1/payments?" + wrong).is(Type.INVALID_REQUEST);
    }
  }

  private static java.util.List<String> listed(Http http, String query) {
    return http.get("/api/v1/payments" + query).is(200).json().get("data").findValuesAsString("id");
  }

  @Test
  void aPaymentMadeElsewhereIsRegistered() {
    var invoice = house.createInvoice(1_000);
    var asked = doors.stripe().asked().size();
    var payment =
        http.post(
                path(invoice),
                "{\"gateway\": \"stripe\", \"amount\": 1000, \"gateway_reference\": \"pi_elsewhere\"}")
            .is(201)
            .json();
    assertThat(payment.get("status").asString()).isEqualTo("pending");
    assertThat(payment.get("gateway_reference").asString()).isEqualTo("pi_elsewhere");
    assertThat(payment.has("client_secret")).isFalse();
    assertThat(doors.stripe().asked()).hasSize(asked);
    isPaid(invoice, "sent", 0);
  }

  @Test
  void moreThanIsOpenIsRefused() {
    var invoice = house.createInvoice(1_000);
    manual(invoice, 400).is(201);
    var before = doors.contents();
    assertThat(manual(invoice, 601).is(Type.OVERPAYMENT).json().get("detail").asString())
        .contains("600 XOF", "601 XOF");
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void aPaidInvoiceTakesNoMore() {
    var invoice = house.createInvoice(1_000);
    manual(invoice, 1_000).is(201);
    var before = doors.contents();
    manual(invoice, 1).is(Type.NOT_PAYABLE);
    assertThat(doors.contents()).isEqualTo(before);
  }

  /** Of the company: what another has registered is as what nobody has. */
  @Test
  void aReferenceBelongsToOnePayment() {
    var body = "{\"gateway\": \"stripe\", \"amount\": 10, \"gateway_reference\": \"pi_once\"}";
    http.post(path(house.createInvoice(100)), body).is(201);
    var mine = house.createInvoice(100);
    var before = doors.contents();
    http.post(path(mine), body).is(Type.GATEWAY_REFERENCE_TAKEN);
    assertThat(doors.contents()).isEqualTo(before);
    var tenant = doors.newTenant();
    doors.as(tenant).post(path(house.createInvoice(tenant, 100, null)), body).is(201);
  }

  @Test
  void aReferenceTakenByManyAtOnceIsGivenToOne() {
    var invoice = house.createInvoice(1_000);
    var body = "{\"gateway\": \"stripe\", \"amount\": 10, \"gateway_reference\": \"pi_rush\"}";
    var statuses = Doors.atOnce(10, () -> http.post(path(invoice), body).status());
    assertThat(statuses).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "amount            | 0",
        "amount            | -1",
        "amount            | 1.5",
        "amount            | 1e1000000000",
        "amount            | \"1e1000000000\"",
        "amount            | \"5\"",
        "amount            | null",
        "amount            | 9007199254740992",
        "amount            | 99999999999999999999",
        "gateway           | \"paypal\"",
        "gateway           | \"\"",
        "gateway           | 1",
        "gateway           | null",
        "gateway_reference | \"\"",
        "gateway_reference | \"pi 1\"",
        "gateway_reference | \"pi\\u0000\"",
        "gateway_reference | \"pi\\r\\nX\"",
        "gateway_reference | 1",
        "currency          | \"EUR\"",
        "status            | \"completed\"",
        "excess            | 1",
      })
  void aPaymentIsRefusedWhereItIsWrong(String member, String value) {
    var invoice = house.createInvoice(1_000);
    var before = doors.contents();
    var body =
        switch (member) {
          case "amount" -> "{\"gateway\": \"manual\", \"amount\": %s}".formatted(value);
          case "gateway" -> "{\"gateway\": %s, \"amount\": 1}".formatted(value);
          default ->
              "{\"gateway\": \"manual\", \"amount\": 1, \"%s\": %s}".formatted(member, value);
        };
    http.post(path(invoice), body).is(Type.VALIDATION, "/" + member);
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void whatManyPayAtOnceNeverExceedsTheTotal() {
    var invoice = house.createInvoice(1_000);
    var statuses = Doors.atOnce(30, () -> manual(invoice, 100).status());
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(10);
    assertThat(statuses).allMatch(status -> status == 201 || status == 409);
    isPaid(invoice, "paid", 1_000);
    assertThat(
            house
                .sql()
                .sql(
                    "select count(*) from relay.event where type = 'InvoicePaid' and ? = any(tags)")
                .param("invoice:" + invoice.id())
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }
}
