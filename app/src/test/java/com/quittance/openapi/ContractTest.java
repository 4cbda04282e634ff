package com.quittance.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is not as documented is noticed. */
class ContractTest {

  private static final String ID = "019cadfd-8900-7151-b6f2-ed5a70cc4326";
  private static final String CLIENT =
      """
      {"id": "019cadfd-8900-7151-b6f2-ed5a70cc4326", "name": "Awa", "email": "awa@ndiaye.example",
       "address": null, "tax_id": null, "locale": "fr", "created_at": "2026-03-02T10:00:00Z"}
      """;
  private static final String NEW = "{\"name\": \"Awa\", \"email\": \"awa@ndiaye.example\"}";

  private static Exchange got(String path, int status, String type, String answer) {
    return new Exchange(
        "GET", path, Map.of(), () -> new byte[0], status, answerHeaders(type), bytes(answer));
  }

  private static Exchange posted(String path, String sent, int status, String answer) {
    var headers = Map.of("content-type", "application/json", "idempotency-key", "key-1");
    return posted(path, headers, sent, status, answer);
  }

  private static Exchange posted(
      String path, Map<String, String> headers, String sent, int status, String answer) {
    var type = status < 400 ? "application/json" : "application/problem+json";
    return new Exchange(
        "POST", path, headers, () -> bytes(sent), status, answerHeaders(type), bytes(answer));
  }

  private static Map<String, List<String>> answerHeaders(String type) {
    return new HashMap<>(
        Map.of(
            "content-type",
            List.of(type),
            "x-request-id",
            List.of(ID),
            "etag",
            List.of("\"1\""),
            "location",
            List.of("/api/v1/clients/" + ID)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String problem(String type, int status) {
    return """
        {"type": "/problems/%s", "title": "No", "status": %d, "detail": "No.", "instance": "%s"}
        """
        .formatted(type, status, ID);
  }

  private static List<String> complaints(Exchange exchange) {
    return Contract.published().complaints(exchange);
  }

  private static Exchange client(String json) {
    return got("/api/v1/clients/" + ID, 200, "application/json", json);
  }

  @Test
  void whatIsAsDocumentedIsFine() {
    assertThat(complaints(client(CLIENT))).isEmpty();
    assertThat(complaints(posted("/api/v1/clients", NEW, 201, CLIENT))).isEmpty();
    var missing = problem("not-found", 404);
    assertThat(complaints(got("/api/v1/clients/" + ID, 404, "application/problem+json", missing)))
        .isEmpty();
    assertThat(complaints(got("/nowhere", 200, "text/html", "<html>"))).isEmpty();
  }

  @Test
  void anAnswerThatIsNotIsNoticed() {
    assertThat(complaints(client(CLIENT.replace("\"address\": null, ", ""))).toString())
        .contains("address");
    assertThat(complaints(client(CLIENT.replace("{\"id\"", "{\"secret\": 1, \"id\""))).toString())
        .contains("secret");
    assertThat(complaints(client(CLIENT.replace("\"fr\"", "\"de\"")))).hasSize(1);
    assertThat(complaints(client(CLIENT.replace("2026-03-02T", "yesterday")))).hasSize(1);
    assertThat(complaints(client(CLIENT.replace(ID, "1")))).hasSize(1);
    assertThat(complaints(client("[]"))).hasSize(1);
    assertThat(complaints(client(""))).hasSize(1);
    assertThat(complaints(client("no json"))).hasSize(1);
  }

  @Test
  void whatIsDeepInsideIsNoticedToo() {
    var page = "{\"data\": [%s], \"has_more\": false, \"next_cursor\": null}";
    var list = "/api/v1/clients?limit=1";

    assertThat(complaints(got(list, 200, "application/json", page.formatted(CLIENT)))).isEmpty();
    var wrong = page.formatted(CLIENT.replace("tax_id", "vat_id"));
    assertThat(complaints(got(list, 200, "application/json", wrong))).hasSize(2);
  }

  @Test
  void aStatusTypeOrProblemThatIsNotDocumentedIsNoticed() {
    var path = "/api/v1/clients/" + ID;
    assertThat(complaints(got(path, 202, "application/json", CLIENT))).hasSize(1);
    assertThat(complaints(got(path, 200, "text/plain", CLIENT))).hasSize(1);
    var overpaid = problem("overpayment", 404);
    assertThat(complaints(got(path, 404, "application/problem+json", overpaid))).hasSize(1);
    var missing = problem("not-found", 404);
    assertThat(complaints(got(path, 404, "application/json", missing))).hasSize(1);
    var withSecret = missing.replace("{", "{\"trace\": \"at com.quittance\", ");
    assertThat(complaints(got(path, 404, "application/problem+json", withSecret)).toString())
        .contains("trace");
  }

  @Test
  void aHeaderThatIsMissingOrElseIsNoticed() {
    var made = posted("/api/v1/clients", NEW, 201, CLIENT);
    made.answerHeaders().remove("location");
    assertThat(complaints(made)).containsExactly("header Location is missing");
    made.answerHeaders().put("location", List.of("http://elsewhere/"));
    assertThat(complaints(made)).hasSize(1);
  }

  @Test
  void anAcceptedRequestThatIsNotDocumentedIsNoticed() {
    var unknown = NEW.replace("{", "{\"vip\": true, ");
    assertThat(complaints(posted("/api/v1/clients", unknown, 201, CLIENT)).toString())
        .contains("vip");
    assertThat(complaints(posted("/api/v1/clients", "{}", 201, CLIENT))).hasSize(2);
    assertThat(complaints(posted("/api/v1/clients?dry=1", NEW, 201, CLIENT)).toString())
        .contains("dry");
    var text = Map.of("Content-Type", "text/plain");
    assertThat(complaints(posted("/api/v1/clients", text, NEW, 201, CLIENT))).hasSize(1);
    var badKey = Map.of("Content-Type", "application/json", "Idempotency-Key", "a key");
    assertThat(complaints(posted("/api/v1/clients", badKey, NEW, 201, CLIENT))).hasSize(1);
    assertThat(complaints(got("/api/v1/clients/no-id", 200, "application/json", CLIENT)).toString())
        .contains("id");
  }

  @Test
  void aRequiredHeaderThatWasNotNeededIsNoticed() {
    var sent = "{\"gateway\": \"manual\", \"amount\": 1}";
    var headers = Map.of("Content-Type", "application/json");
    assertThat(complaints(posted("/api/v1/invoices/" + ID + "/payments", headers, sent, 201, "{}")))
        .contains("accepted without Idempotency-Key");
  }

  @Test
  void aRefusedRequestMayBeAnything() {
    var refused =
        problem("validation", 422)
            .replace("{", "{\"errors\": [{\"pointer\": \"/a\", \"detail\": \"b\"}],");
    assertThat(complaints(posted("/api/v1/clients?dry=1", "{}", 422, refused))).isEmpty();
  }

  @Test
  void whatIsNotThereIsRefusedAsAProblem() {
    var missing = problem("not-found", 404);
    assertThat(complaints(got("/api/v1/nothing", 404, "application/problem+json", missing)))
        .isEmpty();
    assertThat(complaints(got("/api/v1/nothing", 404, "text/html", "<html>"))).hasSize(2);
    assertThat(complaints(got("/api/v1/nothing", 200, "application/json", "{}"))).hasSize(1);
  }

  @Test
  void aTestThatMeetsItFails() {
    assertThatThrownBy(() -> Contract.published().check(client("{}")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("docs/openapi.yaml");
  }
}
