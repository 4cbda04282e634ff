package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(Doors.Opened.class)
class InvoicesTest {

  private static final String INVOICES = "/api/v1/invoices";

  private final Doors doors;
  private final TestHouse house;
  private final Http http;

  InvoicesTest(Doors doors) {
    this.doors = doors;
    this.house = doors.house();
    this.http = doors.http();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(house.clock().instant(), ZoneOffset.UTC); // Dakar's time
  }

  @Test
  void anInvoiceIsIssuedWithItsTotals() {
    var tenant = doors.newTenant();
    var client = house.addClient(tenant).id();
    var mine = doors.as(tenant);
    var issued =
        mine.post(
                INVOICES,
                """
                {"client_id": "%s", "currency": "XOF", "due_date": "%s", "lines": [
                  {"description": "Conseil", "quantity": "2.5", "unit_price": 300000, "tax_rate": "18"},
                  {"description": "Formation", "quantity": 1, "unit_price": 250000, "tax_rate": 18.0},
                  {"description": "Livre\\nexpédié", "quantity": "3", "unit_price": 333, "discount": "10"}]}
                """
                    .formatted(client, today().plusDays(10)))
            .is(201);
    var json = issued.json();
    assertThat(issued.header("Location")).isEqualTo(INVOICES + "/" + issued.id());
    assertThat(json)
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"id": "%s", "number": "FAC-%d-000001", "status": "sent", "overdue": false,
                     "client_id": "%s", "currency": "XOF", "issue_date": "%s", "due_date": "%s",
                     "subtotal": 1000899, "tax_total": 180000, "total": 1180899,
                     "amount_paid": 0, "balance_due": 1180899,
                     "lines": [
                       {"description": "Conseil", "quantity": "2.5", "unit_price": 300000,
                        "tax_rate": "18", "discount": "0", "net": 750000},
                       {"description": "Formation", "quantity": "1", "unit_price": 250000,
                        "tax_rate": "18", "discount": "0", "net": 250000},
                       {"description": "Livre\\nexpédié", "quantity": "3", "unit_price": 333,
                        "tax_rate": "0", "discount": "10", "net": 899}],
                     "taxes": [{"rate": "0", "base": 899, "amount": 0},
                               {"rate": "18", "base": 1000000, "amount": 180000}],
                     "metadata": {"notification_sent_at": null, "paid_notification_sent_at": null,
                       "reminder_count": 0, "last_overdue_milestone": null, "pdf": null},
                     "created_at": "%s"}
                    """
                        .formatted(
                            issued.id(),
                            today().getYear(),
                            client,
                            today(),
                            today().plusDays(10),
                            house.clock().instant())));
    assertThat(mine.get(INVOICES + "/" + issued.id()).is(200).json()).isEqualTo(json);
  }

  @Test
  void currencyAndDueDateAreTheTenantsUnlessTheyAreGiven() {
    var invoice =
        http.post(
                INVOICES,
                """
                {"client_id": "%s", "lines": [{"description": "A", "quantity": 1, "unit_price": 1}]}
                """
                    .formatted(house.addClient().id()))
            .is(201)
            .json();
    assertThat(invoice.get("currency").asString()).isEqualTo("XOF");
    assertThat(invoice.get("due_date").asString()).isEqualTo(today().plusDays(30).toString());
  }

  @Test
  void euroAndDinarHaveTheirOwnMinorUnits() {
    for (var currency : new String[] {"EUR", "TND"}) {
      var invoice =
          http.post(
                  INVOICES,
                  """
                  {"client_id": "%s", "currency": "%s", "lines":
                    [{"description": "A", "quantity": "0.333333", "unit_price": 1000, "tax_rate": "5.5"}]}
                  """
                      .formatted(house.addClient().id(), currency))
              .is(201)
              .json();
      assertThat(invoice.get("subtotal").asLong()).isEqualTo(333);
      assertThat(invoice.get("tax_total").asLong()).isEqualTo(18);
      assertThat(invoice.get("currency").asString()).isEqualTo(currency);
    }
  }

  @Test
  void theListShowsWhatIsAskedFor() {
    var tenant = doors.newTenant();
    var mine = doors.as(tenant);
    var invoices =
        IntStream.rangeClosed(1, 3).mapToObj(n -> house.createInvoice(tenant, n, null)).toList();
    mine.post(
            INVOICES + "/" + invoices.getFirst().id() + "/payments",
            "{\"gateway\": \"manual\", \"amount\": 1}")
        .is(201);
    assertThat(ids(mine, ""))
        .containsExactly(
            invoices.get(2).id().toString(),
            invoices.get(1).id().toString(),
            invoices.get(0).id().toString());
    assertThat(ids(mine, "?status=paid")).containsExactly(invoices.get(0).id().toString());
    assertThat(ids(mine, "?status=sent&limit=1")).containsExactly(invoices.get(2).id().toString());
    assertThat(ids(mine, "?client_id=" + invoices.get(1).client()))
        .containsExactly(invoices.get(1).id().toString());
    assertThat(ids(mine, "?status=void")).isEmpty();
    var second = mine.get(INVOICES + "?limit=2").is(200).json().get("next_cursor").asString();
    assertThat(ids(mine, "?limit=2&cursor=" + second))
        .containsExactly(invoices.get(0).id().toString());
  }

  private static java.util.List<String> ids(Http http, String query) {
    return http.get(INVOICES + query).is(200).json().get("data").findValuesAsString("id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status=open", "status=", "client_id=1", "client_id=", "limit=1000", "cursor=x"})
  void aListThatCannotBeIsRefused(String query) {
    http.get(INVOICES + "?" + query).is(Type.INVALID_REQUEST);
  }

  @Test
  void anInvoiceIsOverdueTheDayAfterItsDueDate() {
    var tenant = doors.newTenant();
    var invoice = house.createInvoice(tenant, 500, today());
    var mine = doors.as(tenant);
    assertThat(mine.get(INVOICES + "/" + invoice.id()).json().get("overdue").asBoolean()).isFalse();
    house.advance(java.time.Duration.ofDays(1));
    assertThat(mine.get(INVOICES + "/" + invoice.id()).json().get("overdue").asBoolean()).isTrue();
    assertThat(mine.get(INVOICES).json().get("data").get(0).get("overdue").asBoolean()).isTrue();
  }

  @Test
  void thePdfIsMadeWhenItIsFirstAskedForAndStaysTheSame() {
    var invoice = house.createInvoice(1_000);
    var path = INVOICES + "/" + invoice.id() + "/pdf";
    var pdf = http.get(path).is(200);
    assertThat(pdf.header("Content-Type")).isEqualTo("application/pdf");
    assertThat(pdf.header("Content-Disposition"))
        .isEqualTo("inline; filename=\"%s.pdf\"".formatted(invoice.number()));
    assertThat(new String(pdf.body(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(http.get(path).is(200).body()).isEqualTo(pdf.body());
    assertThat(http.get(INVOICES + "/" + invoice.id()).json().at("/metadata/pdf").asString())
        .hasSize(64);
  }

  @Test
  void nothingSlowHappensInTheRequest() {
    var invoice =
        new Object() {
          String id = "";
        };
    var mails = house.mails().size();
    invoice.id =
        http.post(
                INVOICES,
                """
                {"client_id": "%s", "lines": [{"description": "A", "quantity": 1, "unit_price": 1}]}
                """
                    .formatted(house.addClient().id()))
            .is(201)
            .id();
    var waiting =
        "select count(*) from relay.delivery d join relay.event e on e.id = d.event_id where ? = any(e.tags)";
    assertThat(house.sql().sql(waiting).param("invoice:" + invoice.id).query(Long.class).single())
        .as("mail, PDF, and who else wants to hear of it")
        .isEqualTo(3);
    assertThat(
            house
                .sql()
                .sql(
                    "select count(*) from relay.attempt a join relay.event e on e.id = a.event_id where ? = any(e.tags)")
                .param("invoice:" + invoice.id)
                .query(Long.class)
                .single())
        .isZero();
    assertThat(house.mails()).hasSize(mails);
    assertThat(http.get(INVOICES + "/" + invoice.id).json().get("metadata").get("pdf").isNull())
        .isTrue();
    house.work();
    assertThat(
            http.get(INVOICES + "/" + invoice.id)
                .json()
                .at("/metadata/notification_sent_at")
                .isNull())
        .isFalse();
  }

  @Test
  void twoHundredAtOnceHaveNumbersWithoutAGap() {
    var tenant = doors.newTenant();
    var mine = doors.as(tenant);
    var body =
        """
        {"client_id": "%s", "lines": [{"description": "A", "quantity": 1, "unit_price": 1}]}
        """
            .formatted(house.addClient(tenant).id());
    var numbers =
        Doors.atOnce(200, () -> mine.post(INVOICES, body).is(201).json().get("number").asString());
    var expected = new HashSet<String>();
    for (var n = 1; n <= 200; n++) {
      expected.add("FAC-%d-%06d".formatted(today().getYear(), n));
    }
    assertThat(numbers).hasSize(200).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aRefusedInvoiceLeavesNoGap() {
    var tenant = doors.newTenant();
    var mine = doors.as(tenant);
    var client = house.addClient(tenant).id();
    var body =
        "{\"client_id\": \"%s\", \"due_date\": \"%s\", \"lines\": [{\"description\": \"A\", \"quantity\": 1, \"unit_price\": 1}]}";
    mine.post(INVOICES, body.formatted(client, today().minusDays(1)))
        .is(Type.VALIDATION, "/due_date");
    assertThat(
            mine.post(INVOICES, body.formatted(client, today()))
                .is(201)
                .json()
                .get("number")
                .asString())
        .endsWith("-000001");
  }
}
