package com.quittance.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.tenancy.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every text that a request can carry, holding each hostile text: taken whole, or refused whole.
 */
@ExtendWith(Doors.Opened.class)
@TestInstance(Lifecycle.PER_CLASS)
class EveryFieldTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final Doors doors;
  private final Http http;
  private final Tenant tenant;
  private final String client;
  private final String invoice;
  private final String payment;
  private int fresh;

  EveryFieldTest(Doors doors) {
    this.doors = doors;
    this.tenant = doors.newTenant();
    this.http = doors.as(tenant);
    var issued = doors.house().createInvoice(tenant, 9_000_000, null);
    this.client = issued.client().toString();
    this.invoice = issued.id().toString();
    this.payment =
        http.post(
                "/api/v1/invoices/" + invoice + "/payments",
                "{\"gateway\": \"manual\", \"amount\": 1000}")
            .is(201)
            .id();
  }

  /**
   * @param body with the member {@code field} to be filled
   */
  record Field(String path, String body, String field) {
    @Override
    public String toString() {
      return path + " " + field;
    }
  }

  Stream<Field> fields() {
    var clients = "/api/v1/clients";
    var aClient = "{\"name\": \"A\", \"email\": \"a@b.example\"}";
    var invoices = "/api/v1/invoices";
    var anInvoice =
        """
        {"client_id": "%s", "lines": [{"description": "A", "quantity": "1", "unit_price": 1}]}
        """
            .formatted(client);
    var payments = "/api/v1/invoices/" + invoice + "/payments";
    var members = "/api/v1/members";
    var aMember = "{\"name\": \"A\", \"email\": \"FRESH@b.example\", \"role\": \"member\"}";
    var tokens = "/api/v1/tokens";
    var aToken = "{\"name\": \"A\", \"abilities\": [\"*\"]}";
    var anEndpoint =
        "{\"url\": \"https://hooks.example/\", \"description\": \"A\", \"event_types\": [\"*\"]}";
    var aPayment = "{\"gateway\": \"manual\", \"amount\": 1}";
    return Stream.of(
            Stream.of("/name", "/email", "/address", "/tax_id", "/locale", "/<")
                .map(field -> new Field(clients, aClient, field)),
            Stream.of(
                    "/client_id",
                    "/currency",
                    "/due_date",
                    "/lines/0/description",
                    "/lines/0/quantity",
                    "/lines/0/tax_rate",
                    "/lines/0/discount",
                    "/lines/0/currency")
                .map(field -> new Field(invoices, anInvoice, field)),
            Stream.of("/client_id", "/currency", "/due_date", "/lines/0/description")
                .map(field -> new Field("/api/v1/drafts", anInvoice, field)),
            Stream.of("/name", "/email", "/role", "/locale")
                .map(field -> new Field(members, aMember, field)),
            Stream.of("/name").map(field -> new Field(tokens, aToken, field)),
            Stream.of("/reason")
                .map(field -> new Field(invoices + "/INVOICE/void", "{\"reason\": \"A\"}", field)),
            Stream.of("/reason")
                .map(
                    field ->
                        new Field(
                            "/api/v1/payments/" + payment + "/refunds",
                            "{\"amount\": 1, \"reason\": \"A\"}",
                            field)),
            Stream.of("/url", "/description")
                .map(field -> new Field("/api/v1/webhook-endpoints", anEndpoint, field)),
            Stream.of("/gateway", "/gateway_reference")
                .map(field -> new Field(payments, aPayment, field)))
        .flatMap(fields -> fields);
  }

  private static List<String> texts(Sentinel sentinel) {
    var texts = new ArrayList<>(Hostile.payloads(sentinel.url(), "/nowhere/canary"));
    for (var lineBreak : Hostile.LINE_BREAKS) {
      texts.add("x" + lineBreak + "Bcc: evil@attacker.example");
      texts.add(lineBreak + "Bcc: evil@attacker.example");
      texts.add("evil@attacker.example" + lineBreak);
    }
    return texts;
  }

  @ParameterizedTest
  @MethodSource("fields")
  void isTakenWholeOrRefusedWhole(Field field) {
    try (var sentinel = new Sentinel()) {
      var answers = new TreeMap<Integer, Integer>();
      for (var text : texts(sentinel)) {
        var body = (ObjectNode) JSON.readTree(field.body().replace("FRESH", "p" + fresh++));
        var place = field.field().lastIndexOf('/');
        ((ObjectNode) body.at(field.field().substring(0, place)))
            .put(field.field().substring(place + 1), text);
        var answer = http.post(path(field), JSON.writeValueAsString(body));
        answers.merge(answer.status(), 1, Integer::sum);
        if (answer.status() == 201) {
          assertThat(answer.json().at(field.field()).asString()).isEqualTo(text.strip());
        } else if (answer.status() == 200) {
          assertThat(told(answer.id())).isEqualTo(text.strip());
        } else {
          refused(answer, text);
        }
      }
      assertThat(sentinel.visits()).isZero();
      System.out.printf("%s: %s%n", field, answers);
    }
  }

  private String path(Field field) {
    return field.path().contains("INVOICE")
        ? field
            .path()
            .replace("INVOICE", doors.house().createInvoice(tenant, 10, null).id().toString())
        : field.path();
  }

  /** What is not answered is in the event. */
  private String told(String invoice) {
    return doors
        .house()
        .sql()
        .sql(
            "select payload->>'reason' from relay.event where tags @> array[?, 'invoice:voided']::text[]")
        .param("invoice:" + invoice)
        .query(String.class)
        .single();
  }

  /** Says what was expected and not what came: a page that shows the problem shows our words. */
  private static void refused(Answer answer, String text) {
    assertThat(answer.status()).as(text).isIn(400, 404, 409, 422);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.headers().keySet()).doesNotContain("bcc", "Bcc");
  }

  @ParameterizedTest
  @MethodSource("places")
  void textBesideTheBodyIsRefusedOrPassedOver(String place) {
    try (var sentinel = new Sentinel()) {
      for (var text : texts(sentinel)) {
        var encoded = java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
        var answer = http.get(place.formatted(encoded.replace("+", "%20")));
        assertThat(answer.status()).as("%s %s", place, text).isIn(200, 400, 404);
        assertThat(answer.header("Content-Type")).startsWith("application/");
        assertThat(answer.headers().keySet()).doesNotContain("bcc", "Bcc");
      }
      assertThat(sentinel.visits()).isZero();
    }
  }

  static List<String> places() {
    return List.of(
        "/api/v1/clients/%s",
        "/api/v1/clients?limit=%s",
        "/api/v1/clients?cursor=%s",
        "/api/v1/clients?%s=1",
        "/api/v1/invoices/%s",
        "/api/v1/invoices/%s/pdf",
        "/api/v1/invoices/%s/payments",
        "/api/v1/invoices?status=%s",
        "/api/v1/invoices?client_id=%s",
        "/api/v1/payments/%s",
        "/api/v1/audit?action=%s",
        "/api/v1/audit?actor=%s",
        "/api/v1/audit?cursor=%s",
        "/%s");
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aHeaderIsNeverSentBackAsAnother(String header) {
    for (var text : Hostile.payloads("http://127.0.0.1:1/", "/nowhere/canary")) {
      var sent = new TreeMap<>(Map.of("Content-Type", "text/plain"));
      sent.put(header, text.replaceAll("[^\\x20-\\x7e]", "?"));
      var answer =
          http.as(header.equals("Authorization") ? null : http.token())
              .send(
                  "POST",
                  "/api/v1/clients",
                  java.net.http.HttpRequest.BodyPublishers.ofString("{}"),
                  sent);
      assertThat(answer.status()).as(text).isIn(400, 401, 415, 422);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.header("X-Request-Id")).matches("[0-9a-f-]{36}");
    }
  }

  static List<String> headers() {
    return List.of(
        "Authorization",
        "Content-Type",
        "Accept-Language",
        "traceparent",
        "X-Request-Id",
        "X-Forwarded-For",
        "Forwarded",
        "Origin",
        "Idempotency-Key",
        "User-Agent");
  }

  @org.junit.jupiter.api.AfterAll
  void nothingWasBrokenOnTheWay() {
    http.get("/api/v1/clients?limit=100").is(200);
    http.get("/api/v1/invoices?limit=100").is(200);
    assertThat(doors.http().get("/health").is(200).json().get("status").asString()).isEqualTo("up");
  }
}
