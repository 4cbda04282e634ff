package com.quittance.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.tenancy.Tenant;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
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
  record Field(String method, String path, String body, String field) {

    static Stream<Field> of(String request, String body, String... fields) {
      var words = request.split(" ");
      return Stream.of(fields).map(field -> new Field(words[0], words[1], body, field));
    }

    @Override
    public String toString() {
      return method + " " + path + " " + field;
    }
  }

  private String make(String path, String body) {
    return path + "/" + http.post(path, body.replace("FRESH", "p" + fresh++)).is(201).id();
  }

  Stream<Field> fields() {
    var aClient = "{\"name\": \"A\", \"email\": \"a@b.example\"}";
    var ofAClient = new String[] {"/name", "/email", "/address", "/tax_id", "/locale", "/<"};
    var anEndpoint =
        "{\"url\": \"https://hooks.example/\", \"description\": \"A\", \"event_types\": [\"*\"]}";
    var aPayment = "{\"gateway\": \"manual\", \"amount\": 1}";
    var aRefund = "{\"amount\": 1, \"reason\": \"A\"}";
    var replay = "POST /api/v1/events/" + event() + "/replay";
    return Stream.of(
            Field.of("POST /api/v1/clients", aClient, ofAClient),
            Field.of("PATCH " + make("/api/v1/clients", aClient), "{}", ofAClient),
            invoices(),
            people(),
            Field.of("POST /api/v1/invoices/INVOICE/void", "{\"reason\": \"A\"}", "/reason"),
            Field.of("POST /api/v1/payments/" + payment + "/refunds", aRefund, "/reason"),
            Field.of(
                "POST /api/v1/webhook-endpoints",
                anEndpoint,
                "/url",
                "/description",
                "/event_types/0"),
            Field.of(
                "PATCH " + make("/api/v1/webhook-endpoints", anEndpoint),
                anEndpoint,
                "/url",
                "/description",
                "/event_types/0"),
            Field.of(
                "POST /api/v1/invoices/" + invoice + "/payments",
                aPayment,
                "/gateway",
                "/gateway_reference"),
            Field.of(replay, "{\"listeners\": [\"A\"]}", "/listeners/0"))
        .flatMap(fields -> fields);
  }

  /** Who belongs to the company and comes in, and what it says of itself. */
  private Stream<Field> people() {
    var aMember = "{\"name\": \"A\", \"email\": \"FRESH@b.example\", \"role\": \"member\"}";
    var aToken = "{\"name\": \"A\", \"abilities\": [\"*\"]}";
    return Stream.of(
            Field.of("POST /api/v1/members", aMember, "/name", "/email", "/role", "/locale"),
            Field.of("PATCH " + make("/api/v1/members", aMember), "{}", "/name", "/role"),
            Field.of("POST /api/v1/tokens", aToken, "/name", "/abilities/0"),
            Field.of(
                "PATCH /api/v1/tenant",
                "{\"tax_rates\": [\"18\"]}",
                "/legal_name",
                "/email",
                "/address",
                "/tax_id",
                "/register_id",
                "/time_zone",
                "/locale",
                "/numbering_pattern",
                "/tax_rates/0",
                "/accountant_email",
                "/admin_email",
                "/<"),
            Field.of(
                "POST /api/v1/session",
                "{\"email\": \"a@b.example\", \"password\": \"A\"}",
                "/email"),
            Field.of("POST /api/v1/password-reset", "{}", "/email"),
            Field.of(
                "POST /api/v1/password-reset/confirm", "{\"secret\": \"A\", \"password\": \"A\"}",
                "/secret", "/password"))
        .flatMap(fields -> fields);
  }

  /** What is to be paid, alone, as a draft and among others. */
  private Stream<Field> invoices() {
    var anInvoice =
        """
        {"client_id": "%s", "lines": [{"description": "A", "quantity": "1", "unit_price": 1}]}
        """
            .formatted(client);
    String[] all = {
      "/client_id",
      "/currency",
      "/due_date",
      "/lines/0/description",
      "/lines/0/quantity",
      "/lines/0/tax_rate",
      "/lines/0/discount",
      "/lines/0/currency"
    };
    return Stream.of(
            Field.of("POST /api/v1/invoices", anInvoice, all),
            Field.of("POST /api/v1/drafts", anInvoice, all),
            Field.of("PATCH " + make("/api/v1/drafts", anInvoice), anInvoice, all),
            Field.of(
                "POST /api/v1/invoices/bulk",
                "{\"invoices\": [%s]}".formatted(anInvoice),
                "/invoices/0/client_id",
                "/invoices/0/currency",
                "/invoices/0/lines/0/description"))
        .flatMap(fields -> fields);
  }

  private String event() {
    return http.get("/api/v1/events?type=InvoiceCreated")
        .is(200)
        .json()
        .at("/data/0/id")
        .asString();
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
        var body = JSON.readTree(field.body().replace("FRESH", "p" + fresh++));
        fill(body, field.field(), text);
        var answer = send(field, JSON.writeValueAsString(body));
        answers.merge(answer.status(), 1, Integer::sum);
        if (answer.status() >= 400) {
          refused(answer, text);
        } else if (answer.body().length > 0) {
          taken(field, answer, text);
        }
      }
      assertThat(sentinel.visits()).isZero();
      System.out.printf("%s: %s%n", field, answers);
    }
  }

  private static void fill(JsonNode body, String field, String text) {
    var place = field.lastIndexOf('/');
    var within = body.at(field.substring(0, place));
    if (within.isArray()) {
      ((ArrayNode) within).set(Integer.parseInt(field.substring(place + 1)), text);
    } else {
      ((ObjectNode) within).put(field.substring(place + 1), text);
    }
  }

  private Answer send(Field field, String body) {
    var path = field.path();
    if (path.contains("INVOICE")) {
      var fresh = doors.house().createInvoice(tenant, 10, null).id().toString();
      path = path.replace("INVOICE", fresh);
    }
    return http.send(
        field.method(),
        path,
        BodyPublishers.ofString(body),
        Map.of(
            "Content-Type", "application/json", "Idempotency-Key", UUID.randomUUID().toString()));
  }

  private void taken(Field field, Answer answer, String text) {
    var written = field.field();
    var shown = answer.json();
    if (field.path().endsWith("/bulk")) {
      var row = shown.at("/data/0");
      if (row.get("status").asInt() != 201) {
        return;
      }
      shown = http.get("/api/v1/invoices/" + row.get("id").asString()).is(200).json();
      written = written.replace("/invoices/0", "");
    }
    assertThat(shown.at(written).isMissingNode() ? told(answer.id()) : shown.at(written).asString())
        .isEqualTo(text.strip());
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
    assertThat(answer.status()).as(text).isIn(400, 401, 404, 409, 422, 429);
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
        assertThat(answer.header("Content-Type")).matches("(application/|text/csv).*");
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
        "/api/v1/clients?sort=%s",
        "/api/v1/clients?email=%s",
        "/api/v1/clients?name=%s",
        "/api/v1/clients/export?cursor=%s",
        "/api/v1/clients?%s=1",
        "/api/v1/invoices/%s",
        "/api/v1/invoices/%s/pdf",
        "/api/v1/invoices/%s/payments",
        "/api/v1/invoices?status=%s",
        "/api/v1/invoices?client_id=%s",
        "/api/v1/invoices?currency=%s",
        "/api/v1/invoices?number=%s",
        "/api/v1/invoices?sort=%s",
        "/api/v1/invoices?overdue=%s",
        "/api/v1/invoices?issued_from=%s",
        "/api/v1/invoices?due_to=%s",
        "/api/v1/invoices?expand=%s",
        "/api/v1/invoices/export?number=%s",
        "/api/v1/invoices/export?sort=%s",
        "/api/v1/drafts?client_id=%s",
        "/api/v1/drafts/%s",
        "/api/v1/payments?status=%s",
        "/api/v1/payments?gateway=%s",
        "/api/v1/payments?invoice_id=%s",
        "/api/v1/payments/%s",
        "/api/v1/events?type=%s",
        "/api/v1/events?tag=%s",
        "/api/v1/events/%s",
        "/api/v1/deliveries?state=%s",
        "/api/v1/deliveries?listener=%s",
        "/api/v1/notifications?unread=%s",
        "/api/v1/notifications?severity=%s",
        "/api/v1/tokens?cursor=%s",
        "/api/v1/webhook-endpoints?cursor=%s",
        "/api/v1/webhook-endpoints/%s",
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
              .send("POST", "/api/v1/clients", BodyPublishers.ofString("{}"), sent);
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
