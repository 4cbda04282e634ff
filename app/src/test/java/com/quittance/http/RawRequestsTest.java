package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Http.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no decent client would send, and most of which never reaches our own code. */
@ExtendWith(Doors.Opened.class)
class RawRequestsTest {

  private final Doors doors;

  RawRequestsTest(Doors doors) {
    this.doors = doors;
  }

  static Object[] nonsense() {
    return new Object[] {
      "GET /api/v1/clients?x=<a>|{} HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /api/v1/clients/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /api/v1/clients/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /api/v1/clients%2f1 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /api/v1/clients/\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /api/v1/clients HTTP/1.1\r\n\r\n",
      "GET /api/v1/clients HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
      "GET /api/v1/clients HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n",
      "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
      "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
      "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
      "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
      "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n{}",
      "TRACE /api/v1/clients HTTP/1.1\r\nHost: x\r\n\r\n",
      "NONSENSE /health HTTP/1.0\r\nHost: x\r\n\r\n",
      "GET /health HTTP/9.9\r\nHost: x\r\n\r\n",
    };
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void everyRefusalIsAProblem(String request) throws IOException {
    var answer = send(request);
    assertThat(answer.status()).as(answer.text()).isBetween(400, 599).isNotEqualTo(500);
    assertThat(answer.header("Content-Type")).isEqualTo(ProblemJson.MEDIA_TYPE);
    var problem = answer.json();
    for (var member : List.of("type", "title", "detail", "instance")) {
      assertThat(problem.get(member).asString()).as(member).isNotBlank();
    }
    assertThat(problem.get("status").asInt()).isEqualTo(answer.status());
    assertThat(problem.get("instance").asString()).isEqualTo(answer.header("X-Request-Id"));
    assertThat(answer.text()).doesNotContainIgnoringCase("tomcat", "apache", "java.", "exception");
    assertThat(answer.headers().keySet()).doesNotContain("Server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=%zz", "%=1", "limit=1&cursor=%c3%28"})
  void aQueryThatCannotBeDecodedIsRefused(String query) throws IOException {
    var request =
        "GET /api/v1/clients?%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
            .formatted(query, doors.http().token());
    var answer = send(request);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains(Problem.Type.INVALID_REQUEST.uri());
  }

  @Test
  void aBodyThatBreaksOffIsRefused() throws IOException {
    try (var wire = Wire.to(doors.http().port())) {
      var half =
          "POST /api/v1/clients HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"name\": \"A\""
              .formatted(doors.http().token());
      var answer = wire.send(half.getBytes(StandardCharsets.ISO_8859_1)).end().answer();
      assertThat(answer.status()).isEqualTo(400);
    }
  }

  private Answer send(String request) throws IOException {
    try (var wire = Wire.to(doors.http().port())) {
      return wire.send(request.getBytes(StandardCharsets.ISO_8859_1)).answer();
    }
  }
}
