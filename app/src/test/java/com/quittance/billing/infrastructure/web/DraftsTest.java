package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Invoices in the making: kept, changed, thrown away, issued. */
@ExtendWith(Doors.Opened.class)
class DraftsTest {

  private static final String DRAFTS = "/api/v1/drafts";

  private final Doors doors;
  private final TestHouse house;
  private final Http http;
  private String client;

  DraftsTest(Doors doors) {
    this.doors = doors;
    this.house = doors.house();
    this.http = doors.http();
  }

  @BeforeEach
  void addClient() {
    client = house.addClient().id().toString();
  }

  private Answer add(String more) {
    return http.post(DRAFTS, "{\"client_id\": \"%s\"%s}".formatted(client, more));
  }

  private static String lines(String... items) {
    return ", \"lines\": [%s]".formatted(String.join(",", items));
  }

  private static String item(String description, int price) {
    return "{\"description\": \"%s\", \"quantity\": \"2\", \"unit_price\": %d, \"tax_rate\": \"18\"}"
        .formatted(description, price);
  }

  private Answer change(String id, String body, Map<String, String> headers) {
    var all = new java.util.HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return http.send("PATCH", DRAFTS + "/" + id, BodyPublishers.ofString(body), all);
  }

  private Answer issue(String id) {
    return http.post(DRAFTS + "/" + id + "/issue", "{}");
  }

  @Test
  void aDraftIsKeptWithWhatItComesToAndTakesNoNumber() {
    var before = house.createInvoice(10).sequence().sequence();
    var added = add(lines(item("Conseil", 500))).is(201);
    var draft = added.json();

    assertThat(added.header("Location")).isEqualTo(DRAFTS + "/" + added.id());
    assertThat(draft.get("total").asLong()).isEqualTo(1_180);
    assertThat(draft.get("currency").asString()).isEqualTo("XOF");
    assertThat(draft.get("due_date").isNull()).isTrue();
    assertThat(http.get(DRAFTS + "/" + added.id()).is(200).json()).isEqualTo(draft);
    assertThat(http.get("/api/v1/invoices/" + added.id()).status()).isEqualTo(404);
    assertThat(house.createInvoice(10).sequence().sequence()).isEqualTo(before + 1);
  }

  @Test
  void aDraftMayLackItsLinesAndIsIssuedOnlyWithThem() {
    var id = add("").is(201).id();
    assertThat(http.get(DRAFTS + "/" + id).json().get("total").asLong()).isZero();
    issue(id).is(Type.VALIDATION, "/lines");
    change(id, "{\"lines\": [%s]}".formatted(item("Conseil", 0)), Map.of()).is(200);
    issue(id).is(Type.VALIDATION, "/lines");
    change(id, "{\"lines\": [%s]}".formatted(item("Conseil", 1)), Map.of()).is(200);
    issue(id).is(201);
  }

  @Test
  void issuingMakesAnInvoiceOfTheSameIdAndNoOtherOfIt() {
    var id = add(lines(item("Conseil", 500))).is(201).id();

    var issued = issue(id).is(201);

    assertThat(issued.id()).isEqualTo(id);
    assertThat(issued.header("Location")).isEqualTo("/api/v1/invoices/" + id);
    assertThat(issued.json().get("status").asString()).isEqualTo("sent");
    assertThat(http.get("/api/v1/invoices/" + id).is(200).json()).isEqualTo(issued.json());
    http.get(DRAFTS + "/" + id).is(Type.NOT_FOUND);
    issue(id).is(Type.NOT_FOUND);
    change(id, "{}", Map.of()).is(Type.NOT_FOUND);
    assertThat(events("invoice:created", "invoice:" + id)).isEqualTo(1);
  }

  @Test
  void whatIsLeftOutStaysAndNullTakesAway() {
    var id =
        add(", \"currency\": \"EUR\", \"due_date\": \"2026-12-31\"" + lines(item("Conseil", 500)))
            .is(201)
            .id();
    var other = house.addClient().id();
    var changed = change(id, "{\"client_id\": \"%s\"}".formatted(other), Map.of()).is(200).json();
    assertThat(changed.get("client_id").asString()).isEqualTo(other.toString());
    assertThat(changed.get("currency").asString()).isEqualTo("EUR");
    assertThat(changed.get("lines")).hasSize(1);

    changed =
        change(id, "{\"currency\": null, \"due_date\": null, \"lines\": null}", Map.of())
            .is(200)
            .json();
    assertThat(changed.get("currency").asString()).isEqualTo("XOF");
    assertThat(changed.get("due_date").isNull()).isTrue();
    assertThat(changed.get("lines")).isEmpty();
    assertThat(events("draft:changed", "draft:" + id)).isEqualTo(2);
    change(id, "{}", Map.of()).is(200);
    assertThat(events("draft:changed", "draft:" + id)).isEqualTo(2);
  }

  @Test
  void pricesInOneCurrencyNeverBecomePricesInAnother() {
    var id = add(lines(item("Conseil", 250))).is(201).id();
    var before = doors.contents();
    var refused = change(id, "{\"currency\": \"EUR\"}", Map.of()).is(Type.VALIDATION, "/currency");
    assertThat(refused.text()).contains("XOF as before, or the lines beside it");
    assertThat(doors.contents()).isEqualTo(before);

    change(id, "{\"currency\": \"XOF\"}", Map.of()).is(200);
    var both = "{\"currency\": \"EUR\"%s}".formatted(lines(item("Conseil", 250)));
    assertThat(change(id, both, Map.of()).is(200).json().get("total").asLong()).isEqualTo(590);
    change(id, "{\"currency\": null}", Map.of()).is(Type.VALIDATION, "/currency");
    change(id, "{\"currency\": null, \"lines\": null}", Map.of()).is(200);
    var empty = change(id, "{\"currency\": \"TND\"}", Map.of()).is(200).json();
    assertThat(empty.get("currency").asString()).isEqualTo("TND");
  }

  @Test
  void nobodyOverwritesWhatTheyHaveNotSeen() {
    var id = add(lines(item("Conseil", 500))).is(201).id();
    var seen = http.get(DRAFTS + "/" + id).is(200).header("ETag");
    http.send("GET", DRAFTS + "/" + id, BodyPublishers.noBody(), Map.of("If-None-Match", seen))
        .is(304);
    change(id, "{\"due_date\": \"2026-12-31\"}", Map.of("If-Match", seen)).is(200);

    var before = doors.contents();
    change(id, "{\"due_date\": null}", Map.of("If-Match", seen)).is(Type.PRECONDITION_FAILED);
    http.send("DELETE", DRAFTS + "/" + id, BodyPublishers.noBody(), Map.of("If-Match", seen))
        .is(Type.PRECONDITION_FAILED);
    http.send(
            "POST",
            DRAFTS + "/" + id + "/issue",
            BodyPublishers.noBody(),
            Map.of("If-Match", seen, "Idempotency-Key", UUID.randomUUID().toString()))
        .is(Type.PRECONDITION_FAILED);
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void aDraftCanBeThrownAway() {
    var id = add("").is(201).id();
    http.send("DELETE", DRAFTS + "/" + id, BodyPublishers.noBody(), Map.of()).is(204);
    http.get(DRAFTS + "/" + id).is(Type.NOT_FOUND);
    http.send("DELETE", DRAFTS + "/" + id, BodyPublishers.noBody(), Map.of()).is(Type.NOT_FOUND);
    assertThat(events("draft:deleted", "draft:" + id)).isEqualTo(1);
  }

  @Test
  void whatMakesNoSenseIsRefusedAtOnce() {
    var id = add("").is(201).id();
    var before = doors.contents();
    http.post(DRAFTS, "{}").is(Type.VALIDATION, "/client_id");
    http.post(DRAFTS, "{\"client_id\": \"%s\"}".formatted(UUID.randomUUID()))
        .is(Type.VALIDATION, "/client_id");
    add(lines(item("", 1), "{}"))
        .is(
            Type.VALIDATION,
            "/lines/0/description",
            "/lines/1/description",
            "/lines/1/quantity",
            "/lines/1/unit_price");
    add(", \"number\": \"1\"").is(Type.VALIDATION, "/number");
    var mixed = item("Conseil", 1).replace("}", ", \"currency\": \"EUR\"}");
    add(lines(item("Conseil", 1), mixed)).is(Type.VALIDATION, "/lines/1/currency");
    var huge =
        item("Conseil", 1).replace("\"2\"", "\"999999999\"").replace(": 1,", ": 1000000000000000,");
    add(lines(huge)).is(Type.VALIDATION, "/lines");
    change(id, "{\"client_id\": null}", Map.of()).is(Type.VALIDATION, "/client_id");
    change(id, "{\"lines\": [%s]}".formatted(mixed), Map.of())
        .is(Type.VALIDATION, "/lines/0/currency");
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void aDueDateThatHasPassedIsRefusedAtTheIssue() {
    var id = add(", \"due_date\": \"2020-01-01\"" + lines(item("Conseil", 1))).is(201).id();
    issue(id).is(Type.VALIDATION, "/due_date");
    http.get(DRAFTS + "/" + id).is(200);
  }

  @Test
  void draftsAreListedTheNewestFirst() {
    var first = add("").is(201).id();
    var second = add("").is(201).id();
    var list = http.get(DRAFTS + "?client_id=" + client).is(200).json();
    assertThat(list.get("data").findValuesAsString("id")).containsExactly(second, first);
    var page = http.get(DRAFTS + "?limit=1&client_id=" + client).is(200).json();
    assertThat(page.get("has_more").asBoolean()).isTrue();
    var next =
        http.get(
                DRAFTS
                    + "?limit=1&client_id=%s&cursor=%s"
                        .formatted(client, page.get("next_cursor").asString()))
            .is(200)
            .json();
    assertThat(next.get("data").findValuesAsString("id")).containsExactly(first);
  }

  @Test
  void othersDraftsAreNotThere() {
    var neighbour = doors.as(doors.newTenant());
    var id = add(lines(item("Conseil", 500))).is(201).id();
    for (var path : List.of(DRAFTS + "/" + id, DRAFTS + "/" + UUID.randomUUID())) {
      neighbour.get(path).is(Type.NOT_FOUND);
      neighbour.post(path + "/issue", "{}").is(Type.NOT_FOUND);
      neighbour.send("DELETE", path, BodyPublishers.noBody(), Map.of()).is(Type.NOT_FOUND);
      neighbour
          .send(
              "PATCH",
              path,
              BodyPublishers.ofString("{\"due_date\": null}"),
              Map.of("Content-Type", "application/json"))
          .is(Type.NOT_FOUND);
    }
    http.get(DRAFTS + "/" + id).is(200);
  }

  private long events(String... tags) {
    return house
        .sql()
        .sql("select count(*) from relay.event where tags @> string_to_array(?, ' ')")
        .param(String.join(" ", tags))
        .query(Long.class)
        .single();
  }
}
