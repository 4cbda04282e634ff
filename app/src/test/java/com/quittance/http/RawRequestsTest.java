package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Http.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    try (var socket = new Socket("127.0.0.1", doors.http().port())) {
      var half =
          "POST /api/v1/clients HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"name\": \"A\""
              .formatted(doors.http().token());
      socket.getOutputStream().write(half.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      assertThat(read(socket).status()).isEqualTo(400);
    }
  }

  private Answer send(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", doors.http().port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return read(socket);
    }
  }

  /** The first answer, its body as long as it says. */
  private static Answer read(Socket socket) throws IOException {
    var in = socket.getInputStream();
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      var next = in.read();
      assertThat(next).as("end of the answer after: %s", head).isNotNegative();
      head.append((char) next);
    }
    var lines = head.toString().split("\r\n");
    var headers = new LinkedHashMap<String, List<String>>();
    for (var line : List.of(lines).subList(1, lines.length)) {
      var pair = line.split(": ", 2);
      headers.put(pair[0], List.of(pair[1]));
    }
    var status = Integer.parseInt(lines[0].split(" ")[1]);
    return new Answer(status, Map.copyOf(headers), body(socket, headers));
  }

  private static byte[] body(Socket socket, Map<String, List<String>> headers) throws IOException {
    var in = socket.getInputStream();
    var length = headers.get("Content-Length");
    return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length.getFirst()));
  }
}
