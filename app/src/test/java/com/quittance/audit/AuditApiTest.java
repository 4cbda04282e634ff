package com.quittance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log over HTTP. */
@ExtendWith(Doors.Opened.class)
class AuditApiTest {

  private static final String CLIENT =
      "{\"name\": \"Boulangerie Ndiaye\", \"email\": \"awa@ndiaye.example\"}";

  private final Doors doors;

  AuditApiTest(Doors doors) {
    this.doors = doors;
  }

  @Test
  void whoDidWhatFromWhere() {
    var http = doors.as(doors.newTenant());
    var created = http.post("/api/v1/clients", CLIENT).is(201);
    var page = http.get("/api/v1/audit").is(200).json();

    assertThat(page.get("has_more").asBoolean()).isFalse();
    assertThat(page.get("next_cursor").isNull()).isTrue();
    var latest = page.get("data").get(0);
    assertThat(latest.get("seq").asLong()).isEqualTo(3);
    assertThat(latest.get("action").asString()).isEqualTo("ClientAdded");
    assertThat(latest.get("actor").asString()).startsWith("token:");
    assertThat(latest.get("request_id").asString()).isEqualTo(created.header("X-Request-Id"));
    assertThat(latest.get("origin").asString()).isEqualTo("127.0.0.1");
    assertThat(latest.get("details").get("client").asString()).isEqualTo(created.id());
    assertThat(latest.get("hash").asString()).matches("[0-9a-f]{64}");
    assertThat(page.get("data").get(2).get("action").asString()).isEqualTo("TenantCreated");
  }

  @Test
  void eachStepOfAnInvoiceLeavesItsEntry() {
    var http = doors.as(doors.newTenant());
    var client = http.post("/api/v1/clients", CLIENT).is(201).id();
    left(http, "ClientAdded");
    var invoice =
        http.post(
                "/api/v1/invoices",
                """
                {"client_id": "%s",
                 "lines": [{"description": "A", "quantity": 1, "unit_price": 500}]}
                """
                    .formatted(client))
            .is(201)
            .id();
    left(http, "InvoiceCreated");
    var payments = "/api/v1/invoices/" + invoice + "/payments";
    http.post(payments, "{\"gateway\": \"stripe\", \"amount\": 100}").is(201);
    left(http, "PaymentStarted");
    http.post(payments, "{\"gateway\": \"manual\", \"amount\": 100}").is(201);
    left(http, "PaymentReceived");
    http.post(payments, "{\"gateway\": \"manual\", \"amount\": 5000}").is(409);
    left(http, "PaymentReceived");
  }

  private static void left(Http http, String action) {
    var latest = http.get("/api/v1/audit?limit=1").is(200).json().get("data").get(0);
    assertThat(latest.get("action").asString()).isEqualTo(action);
    assertThat(latest.get("origin").asString()).isEqualTo("127.0.0.1");
  }

  @Test
  void pageByPageNothingIsLeftOut() {
    var http = doors.as(doors.newTenant());
    for (var i = 0; i < 8; i++) {
      http.post("/api/v1/clients", CLIENT).is(201);
    }
    var seen = new HashSet<Long>();
    var path = "/api/v1/audit?limit=3";
    var next = "";
    var pages = 0;
    do {
      var page = http.get(path + next).is(200).json();
      page.get("data").forEach(entry -> assertThat(seen.add(entry.get("seq").asLong())).isTrue());
      next = "&cursor=" + page.get("next_cursor").asString("");
      pages++;
    } while (!next.equals("&cursor="));
    assertThat(pages).isEqualTo(4);
    assertThat(seen).hasSize(10);
  }

  @Test
  void narrowedByActionAndActor() {
    var http = doors.as(doors.newTenant());
    http.post("/api/v1/clients", CLIENT).is(201);
    var tokens = http.get("/api/v1/audit?action=TokenCreated").is(200).json().get("data");
    assertThat(tokens.size()).isOne();
    var actor = tokens.get(0).get("actor").asString();
    assertThat(actor).isEqualTo("operator");
    var own = http.get("/api/v1/audit?actor=" + actor).is(200).json().get("data");
    assertThat(own.size()).isEqualTo(2);
    assertThat(http.get("/api/v1/audit?action=Nothing").is(200).json().get("data").size()).isZero();
  }

  @Test
  void aTokenWithoutTheAbilityIsRefused() {
    doors
        .http()
        .as(doors.house().token("invoices:read"))
        .get("/api/v1/audit")
        .is(Type.ABILITY_MISSING);
    doors.http().as(doors.house().token("audit:read")).get("/api/v1/audit").is(200);
    doors.http().as(null).get("/api/v1/audit").is(Type.TOKEN_MISSING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0", "limit=101", "limit=x", "limit=", "limit=99999999999999999999", "cursor=",
        "cursor=x", "cursor=-1", "action=", "action=%00", "actor=a%20b", "actor=%0a"
      })
  void nonsenseIsRefused(String query) {
    doors.http().get("/api/v1/audit?" + query).is(Type.INVALID_REQUEST);
  }

  @Test
  void anotherTenantsChainIsNotSeen() {
    var mine = doors.as(doors.newTenant());
    var theirs = doors.as(doors.newTenant());
    theirs.post("/api/v1/clients", CLIENT).is(201);
    assertThat(mine.get("/api/v1/audit").is(200).json().get("data").size()).isEqualTo(2);
  }
}
