package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Tenant;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many invoices in one request: one answer for each row. */
@ExtendWith(Doors.Opened.class)
class BulkInvoicesTest {

  private static final String BULK = "/api/v1/invoices/bulk";

  private final Doors doors;
  private final TestHouse house;
  private Tenant tenant;
  private Http http;
  private String client;

  BulkInvoicesTest(Doors doors) {
    this.doors = doors;
    this.house = doors.house();
  }

  @BeforeEach
  void addTenant() {
    tenant = doors.newTenant();
    http = doors.as(tenant);
    client = house.addClient(tenant).id().toString();
  }

  private String row() {
    return row(client, "1");
  }

  private static String row(String client, String quantity) {
    return """
        {"client_id": "%s", "lines": [{"description": "A", "quantity": "%s", "unit_price": 5}]}
        """
        .formatted(client, quantity)
        .strip();
  }

  private static String rows(Iterable<String> rows) {
    return "{\"invoices\": [%s]}".formatted(String.join(",", rows));
  }

  private long invoices() {
    return house
        .sql()
        .sql("select count(*) from invoice where tenant_id = ?")
        .param(tenant.id().value())
        .query(Long.class)
        .single();
  }

  @Test
  void ofARowThatIsWrongInManyWaysFiveAreTold() {
    var row =
        IntStream.range(0, 50)
            .mapToObj("\"unknown%d\": 1"::formatted)
            .collect(Collectors.joining(",", "{", "}"));
    var answer = http.post(BULK, rows(Collections.nCopies(2, row))).is(200).json();
    for (var one : answer.get("data")) {
      assertThat(one.at("/problem/errors").size()).isEqualTo(5);
    }
  }

  /** As what is refused alone: whoever mends what was wrong elsewhere sends the same again. */
  @Test
  void whereAllRowsAreRefusedTheKeyIsFree() {
    var body = rows(Collections.nCopies(3, row(client, "0"))).getBytes(StandardCharsets.UTF_8);
    for (var time = 0; time < 2; time++) {
      var answer = http.post(BULK, body, "all-refused").is(200);
      assertThat(answer.json().get("refused").asInt()).isEqualTo(3);
      assertThat(answer.header("Idempotent-Replayed")).isEmpty();
    }
    http.post(
            BULK,
            rows(Collections.nCopies(3, row())).getBytes(StandardCharsets.UTF_8),
            "all-refused")
        .is(200);
    assertThat(invoices()).isEqualTo(3);
  }

  @Test
  void aRowThatIsWrongSpoilsNoOtherAndTakesNoNumber() {
    var others = house.addClient().id().toString();
    var rows =
        java.util.List.of(
            row(),
            row(client, "0"),
            row(others, "1"),
            "7",
            row().replace("\"lines\"", "\"due_date\": \"2020-01-01\", \"lines\""),
            row());

    var answer = http.post(BULK, rows(rows)).is(200).json();

    assertThat(answer.get("created").asInt()).isEqualTo(2);
    assertThat(answer.get("refused").asInt()).isEqualTo(4);
    var data = answer.get("data");
    assertThat(IntStream.range(0, 6).map(i -> data.get(i).get("status").asInt()))
        .containsExactly(201, 422, 422, 422, 422, 201);
    assertThat(IntStream.range(0, 6).map(i -> data.get(i).get("index").asInt()))
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(pointer(data.get(1))).isEqualTo("/invoices/1/lines/0/quantity");
    assertThat(pointer(data.get(2))).isEqualTo("/invoices/2/client_id");
    assertThat(pointer(data.get(3))).isEqualTo("/invoices/3");
    assertThat(pointer(data.get(4))).isEqualTo("/invoices/4/due_date");
    var first = http.get("/api/v1/invoices/" + data.get(0).get("id").asString()).is(200).json();
    assertThat(first.get("number")).isEqualTo(data.get(0).get("number"));
    assertThat(data.get(0).get("number").asString()).endsWith("1");
    assertThat(data.get(5).get("number").asString()).endsWith("2");
    assertThat(invoices()).isEqualTo(2);
  }

  private static String pointer(tools.jackson.databind.JsonNode row) {
    return row.at("/problem/errors/0/pointer").asString();
  }

  @Test
  void aThousandAreTakenAtOnceAndOnceUnderOneKey() {
    var body = rows(Collections.nCopies(1_000, row())).getBytes(StandardCharsets.UTF_8);
    var key = UUID.randomUUID().toString();
    var answer = http.post(BULK, body, key).is(200);
    assertThat(answer.json().get("created").asInt()).isEqualTo(1_000);
    assertThat(answer.json().get("data").findValuesAsString("number")).doesNotHaveDuplicates();

    var again = http.post(BULK, body, key).is(200);

    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.body()).isEqualTo(answer.body());
    assertThat(invoices()).isEqualTo(1_000);
    assertThat(
            house
                .sql()
                .sql(
                    "select count(*) from relay.event where type = 'InvoiceCreated' and tenant_id = ?")
                .param(tenant.id().value())
                .query(Long.class)
                .single())
        .isEqualTo(1_000);
  }

  @Test
  void whatIsNoListOfInvoicesIsRefusedWhole() {
    http.post(BULK, rows(Collections.nCopies(1_001, "{}"))).is(Type.VALIDATION, "/invoices");
    http.post(BULK, "{\"invoices\": []}").is(Type.VALIDATION, "/invoices");
    http.post(BULK, "{\"invoices\": {}}").is(Type.VALIDATION, "/invoices");
    http.post(BULK, "{\"invoices\": [%s], \"atomic\": true}".formatted(row()))
        .is(Type.VALIDATION, "/atomic");
    http.post(
            BULK,
            BodyPublishers.ofString(rows(java.util.List.of(row()))),
            Map.of("Content-Type", "application/json"))
        .is(Type.IDEMPOTENCY_KEY_MISSING);
    assertThat(invoices()).isZero();
  }
}
