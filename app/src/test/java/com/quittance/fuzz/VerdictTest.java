package com.quittance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Http.Answer;
import com.quittance.openapi.Contract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That what may not be answered is noticed. */
class VerdictTest {

  private static final String PROBLEM = "application/problem+json";
  private static final String ID = "019cadfd-8900-7151-b6f2-ed5a70cc4326";
  private static final String MISSING =
      """
      {"type": "/problems/not-found", "title": "A", "status": 404, "detail": "B", "instance": "%s"}
      """
          .formatted(ID);

  private static List<String> complaints(String path, int status, String type, String body) {
    var operation =
        Contract.published().document().operation("GET", "/api/v1/clients/" + ID).orElseThrow();
    var call = new Call(operation, "GET", path, List.of(), List.of(), new byte[0]);
    var headers = Map.of("Content-Type", List.of(type), "X-Request-Id", List.of(ID));
    return Verdict.complaints(call, true, new Answer(status, headers, body.getBytes(UTF_8)));
  }

  private static List<String> complaints(int status, String type, String body) {
    return complaints("/api/v1/clients/" + ID, status, type, body);
  }

  @Test
  void aDocumentedProblemIsFine() {
    assertThat(complaints(404, PROBLEM, MISSING)).isEmpty();
  }

  @Test
  void anErrorOfOursIsNoticedEvenWhenDocumented() {
    var internal = MISSING.replace("not-found", "internal").replace("404", "500");
    assertThat(complaints(500, PROBLEM, internal)).containsExactly("answered 500");
  }

  @Test
  void aRefusalThatIsNoProblemIsNoticed() {
    assertThat(complaints(404, "text/html", "<html>").toString()).contains("no problem");
    assertThat(complaints(404, PROBLEM, "{").toString()).contains("no JSON");
    assertThat(complaints(404, PROBLEM, MISSING.replace("404", "400")).toString())
        .contains("status is 400");
  }

  @Test
  void aProblemThatIsNotOfThisOperationIsNoticed() {
    assertThat(complaints(404, PROBLEM, MISSING.replace("not-found", "overpayment"))).hasSize(1);
    assertThat(complaints(418, PROBLEM, MISSING.replace("404", "418"))).hasSize(1);
  }

  @Test
  void whatTellsOfOurInsidesIsNoticed() {
    for (var inner :
        List.of(
            "java.lang.NullPointerException",
            "at com.quittance.House(House.java:1)",
            "ERROR: relation \\\"invoice\\\"",
            "select id from invoice",
            "org.postgresql.util")) {
      assertThat(complaints(404, PROBLEM, MISSING.replace("\"B\"", "\"" + inner + "\"")).toString())
          .as(inner)
          .contains("insides");
    }
  }

  @Test
  void whatTheRequestSaidItselfMayComeBack() {
    var said = MISSING.replace("\"B\"", "\"No Exception here\"");
    assertThat(complaints("/api/v1/clients/Exception", 404, PROBLEM, said)).isEmpty();
  }

  @Test
  void anAnswerThatIsNotAsDocumentedIsNoticedHoweverThePathIsSpelled() {
    assertThat(complaints("/api/v1/%63lients/" + ID, 200, "application/json", "{}")).isNotEmpty();
    assertThat(Verdict.understood("/api/v1/%63lients;a=b/x")).isEqualTo("/api/v1/clients/x");
  }
}
