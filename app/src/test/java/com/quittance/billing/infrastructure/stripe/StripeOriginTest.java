package com.quittance.billing.infrastructure.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.billing.domain.Invoice;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.relay.UuidV7;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A message that Stripe has signed and that is of something else than the payment it seems to be
 * of: of the other mode, of a connected account, with the metadata of another payment of ours. The
 * server's key is one of test mode.
 */
@ExtendWith(Doors.Opened.class)
class StripeOriginTest {

  private final Doors doors;
  private final TestHouse house;
  private final Http http;
  private final Invoice invoice;
  private final String intent;

  StripeOriginTest(Doors doors) {
    this.doors = doors;
    house = doors.house();
    http = doors.http();
    invoice = house.createInvoice(1_000);
    intent = "pi_" + UuidV7.from(house.clock()).toString().replace("-", "");
  }

  /**
   * @return the payment's id
   */
  private String register() {
    return register(http, invoice);
  }

  private String register(Http by, Invoice invoice) {
    return by.post(
            "/api/v1/invoices/" + invoice.id() + "/payments",
            "{\"gateway\": \"stripe\", \"amount\": 1000, \"gateway_reference\": \"%s\"}"
                .formatted(intent))
        .is(201)
        .id();
  }

  private String send(String type, String event, String metadata) {
    var body =
        """
        {"id": "%s", "object": "event", "type": "payment_intent.%s", %s
         "data": {"object": {"id": "%s", "object": "payment_intent", "amount": 1000,
           "amount_received": 1000, "currency": "xof", "metadata": {%s}}}}
        """
            .formatted(intent.replace("pi_", "evt_"), type, event, intent, metadata);
    return Signed.at(house.clock().instant(), body)
        .sendTo(http)
        .is(200)
        .json()
        .get("outcome")
        .asString();
  }

  private void isForAPersonToLookAt(String payment, String why) {
    isForAPersonToLookAt(http, payment, why);
  }

  private void isForAPersonToLookAt(Http by, String payment, String why) {
    assertThat(status(by, payment)).isEqualTo("pending");
    assertThat(
            house
                .sql()
                .sql("select body from notification where job_id = ?::uuid")
                .param(payment)
                .query(String.class)
                .list())
        .singleElement()
        .asString()
        .contains(why);
    assertThat(eventsOf(payment)).containsExactly("PaymentStarted", "PaymentMismatched");
  }

  private static String status(Http by, String payment) {
    return by.get("/api/v1/payments/" + payment).is(200).json().get("status").asString();
  }

  private List<String> eventsOf(String payment) {
    return house
        .sql()
        .sql("select type from relay.event where payload->>'payment' = ? order by id")
        .param(payment)
        .query(String.class)
        .list();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "livemode": true,                              | of live mode
          "livemode": false, "account": "acct_1Neighbor",| connected account acct_1Neighbor
          "account": 17,                                 | connected account
          """)
  void whatIsOfAnotherAccountIsForAPerson(String event, String why) {
    var payment = register();
    assertThat(send("succeeded", event, "")).isEqualTo("mismatch");
    isForAPersonToLookAt(payment, why);
  }

  @ParameterizedTest
  @CsvSource({"quittance_payment", "quittance_invoice"})
  void whatOurMetadataGivesToAnotherPaymentIsForAPerson(String name) {
    var payment = register();
    var other = UuidV7.from(house.clock());
    assertThat(send("succeeded", "", "\"%s\": \"%s\"".formatted(name, other)))
        .isEqualTo("mismatch");
    isForAPersonToLookAt(payment, "names another " + name.replace("quittance_", ""));
  }

  @Test
  void aFailureOfAnotherAccountIsNoFailure() {
    var payment = register();
    assertThat(send("payment_failed", "\"livemode\": true,", "")).isEqualTo("mismatch");
    isForAPersonToLookAt(payment, "of live mode");
  }

  @Test
  void whatCameBeforeThePaymentWasRegisteredIsLookedAtInTheSameWay() {
    assertThat(send("succeeded", "\"livemode\": true,", "")).isEqualTo("unrouted");
    isForAPersonToLookAt(register(), "of live mode");
  }

  @Test
  void whatNamesAnotherAndCameBeforeIsLookedAtInTheSameWay() {
    var other = UuidV7.from(house.clock());
    assertThat(send("succeeded", "", "\"quittance_payment\": \"%s\"".formatted(other)))
        .isEqualTo("unrouted");
    isForAPersonToLookAt(register(), "names another payment");
  }

  /** Every company is told the same, and only whom the metadata names hears of the money. */
  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void oneReferenceOfTwoCompaniesIsWhoseTheMetadataSays(boolean theirsFirst, boolean before) {
    var tenant = doors.newTenant();
    var theirs = house.createInvoice(tenant, 1_000, null);
    var metadata = "\"quittance_invoice\": \"%s\"".formatted(invoice.id());
    if (before) {
      assertThat(send("succeeded", "", metadata)).isEqualTo("unrouted");
    }
    var foreign = theirsFirst && !before ? register(doors.as(tenant), theirs) : null;
    var mine = register();
    foreign = foreign == null ? register(doors.as(tenant), theirs) : foreign;
    if (!before) {
      assertThat(send("succeeded", "", metadata)).isEqualTo("confirmed");
    }
    assertThat(status(http, mine)).isEqualTo("completed");
    assertThat(status(doors.as(tenant), foreign)).isEqualTo("pending");
    assertThat(eventsOf(foreign))
        .as("nothing tells of the other")
        .containsExactly("PaymentStarted");
  }

  /** Each is told of its own payment alone, and not what was paid: it may be the other's money. */
  @ParameterizedTest
  @CsvSource({"''", "'\"quittance_payment\": \"019cadfd-8900-7000-8000-000000000000\"'"})
  void whatNamesNeitherOfTwoCompaniesPaysNeitherAndIsForBothToLookAt(String metadata) {
    var tenant = doors.newTenant();
    var their = doors.as(tenant);
    var theirs = register(their, house.createInvoice(tenant, 1_000, null));
    var mine = register();
    assertThat(send("succeeded", "", metadata)).isEqualTo("mismatch");
    assertThat(send("succeeded", "", metadata)).as("again").isEqualTo("ignored");

    isForAPersonToLookAt(mine, "does not say that it is of this payment");
    isForAPersonToLookAt(their, theirs, "does not say that it is of this payment");
    var told = their.get("/api/v1/notifications?severity=critical").is(200).json().get("data");
    assertThat(told).hasSize(1);
    assertThat(told.toString()).doesNotContain(mine, invoice.id().toString());
    var entries = their.get("/api/v1/audit?action=PaymentMismatched").is(200).json().get("data");
    assertThat(entries.get(0).get("details").get("told").isNull()).isTrue();
  }

  /** Stripe tells once: what a neighbour has had told of it is there for whose it is. */
  @Test
  void whatNamesThisPaymentPaysItThoughANeighbourWasTheOnlyOneToRegisterIt() {
    var tenant = doors.newTenant();
    var theirs = register(doors.as(tenant), house.createInvoice(tenant, 1_000, null));
    assertThat(send("succeeded", "", "\"quittance_invoice\": \"%s\"".formatted(invoice.id())))
        .isEqualTo("mismatch");
    assertThat(status(doors.as(tenant), theirs)).isEqualTo("pending");
    assertThat(status(http, register())).isEqualTo("completed");
  }

  @Test
  void whatNamesNobodyAndHasPaidANeighbourSinceIsForAPerson() {
    var tenant = doors.newTenant();
    var theirs = register(doors.as(tenant), house.createInvoice(tenant, 1_000, null));
    assertThat(send("succeeded", "", "")).isEqualTo("confirmed");
    assertThat(status(doors.as(tenant), theirs)).isEqualTo("completed");
    isForAPersonToLookAt(register(), "does not say that it is of this payment");
  }

  /** Whoever was first is paid; who comes later is told that it may be theirs. */
  @Test
  void whatNamesNobodyAndPaidAnotherCompanyBeforeIsForAPerson() {
    assertThat(send("succeeded", "", "")).isEqualTo("unrouted");
    var tenant = doors.newTenant();
    var theirs = register(doors.as(tenant), house.createInvoice(tenant, 1_000, null));
    assertThat(status(doors.as(tenant), theirs)).isEqualTo("completed");
    isForAPersonToLookAt(register(), "does not say that it is of this payment");
  }

  @Test
  void otherMoneyForWhatIsPaidIsForAPerson() {
    var payment = register();
    assertThat(send("succeeded", "", "")).isEqualTo("confirmed");
    var body = Signed.succeeded(intent.replace("pi_", "evt_again_"), intent, 999, "xof");
    assertThat(
            Signed.at(house.clock().instant(), body)
                .sendTo(http)
                .is(200)
                .json()
                .get("outcome")
                .asString())
        .isEqualTo("mismatch");
    assertThat(status(http, payment)).isEqualTo("completed");
  }

  @Test
  void whatNamesThisPaymentPaysIt() {
    var payment = register();
    assertThat(
            send(
                "succeeded",
                "\"livemode\": false,",
                "\"quittance_payment\": \"%s\", \"quittance_invoice\": \"%s\", \"payment\": \"17\""
                    .formatted(payment, invoice.id())))
        .isEqualTo("confirmed");
  }
}
