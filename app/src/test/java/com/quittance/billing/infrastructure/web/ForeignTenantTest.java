package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import com.quittance.relay.UuidV7;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another tenant's things answer exactly as things that do not exist. */
@ExtendWith(Doors.Opened.class)
@TestInstance(Lifecycle.PER_CLASS)
class ForeignTenantTest {

  private final Doors doors;
  private final TestHouse house;
  private final Http stranger;
  private final UUID absent;
  private final UUID client;
  private final UUID invoice;
  private final UUID payment;
  private Map<String, String> before = Map.of();

  ForeignTenantTest(Doors doors) {
    this.doors = doors;
    this.house = doors.house();
    this.stranger = doors.as(doors.newTenant());
    this.absent = UuidV7.from(house.clock());
    var issued = house.createInvoice(5_000);
    this.client = issued.client().value();
    this.invoice = issued.id().value();
    this.payment =
        UUID.fromString(
            doors
                .http()
                .post(
                    "/api/v1/invoices/" + invoice + "/payments",
                    "{\"gateway\": \"stripe\", \"amount\": 50, \"gateway_reference\": \"pi_theirs\"}")
                .is(201)
                .id());
  }

  @BeforeAll
  void look() {
    doors
        .http()
        .get("/api/v1/invoices/" + invoice + "/pdf")
        .is(200); // made when it is first asked for
    before = doors.contents();
  }

  @AfterAll
  void nothingHasChanged() {
    assertThat(doors.contents()).isEqualTo(before);
  }

  private static Http.Answer same(Http.Answer foreign, Http.Answer absent) {
    assertThat(foreign.withoutRequestId()).isEqualTo(absent.withoutRequestId());
    assertThat(foreign.headers().keySet()).isEqualTo(absent.headers().keySet());
    return foreign;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/clients/%s",
        "/api/v1/invoices/%s",
        "/api/v1/invoices/%s/pdf",
        "/api/v1/invoices/%s/payments",
        "/api/v1/payments/%s",
      })
  void inAPath(String path) {
    var foreign =
        path.contains("client") ? client : path.contains("/payments/") ? payment : invoice;
    same(stranger.get(path.formatted(foreign)), stranger.get(path.formatted(absent)))
        .is(Type.NOT_FOUND);
    doors.http().get(path.formatted(foreign)).is(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"gateway\": \"manual\", \"amount\": 50}",
        "{\"gateway\": \"manual\", \"amount\": 50000}",
        "{\"gateway\": \"stripe\", \"amount\": 50}",
        "{\"gateway\": \"stripe\", \"amount\": 50, \"gateway_reference\": \"pi_theirs\"}",
      })
  void inAPathThatTakesMoney(String body) {
    var asked = doors.stripe().asked().size();
    same(
            stranger.post("/api/v1/invoices/" + invoice + "/payments", body),
            stranger.post("/api/v1/invoices/" + absent + "/payments", body))
        .is(Type.NOT_FOUND);
    assertThat(doors.stripe().asked()).hasSize(asked);
  }

  @Test
  void inABody() {
    var body =
        """
        {"client_id": "%s", "lines": [{"description": "A", "quantity": 1, "unit_price": 1}]}
        """;
    same(
            stranger.post("/api/v1/invoices", body.formatted(client)),
            stranger.post("/api/v1/invoices", body.formatted(absent)))
        .is(Type.VALIDATION, "/client_id");
  }

  @Test
  void inAFilterOrACursor() {
    same(
            stranger.get("/api/v1/invoices?client_id=" + client),
            stranger.get("/api/v1/invoices?client_id=" + absent))
        .is(200);
    for (var list : new String[] {"/api/v1/invoices", "/api/v1/clients"}) {
      var page = stranger.get(list + "?cursor=" + UuidV7.from(house.clock())).is(200).json();
      assertThat(page.get("data").size()).isZero();
    }
  }

  @Test
  void inAList() {
    for (var list : new String[] {"/api/v1/invoices", "/api/v1/clients"}) {
      assertThat(stranger.get(list).is(200).json().get("data").size()).isZero();
    }
  }
}
