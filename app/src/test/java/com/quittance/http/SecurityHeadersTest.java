package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Http.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is answered, by whomever, browsers are told what not to do with it. */
@ExtendWith(Doors.Opened.class)
class SecurityHeadersTest {

  private static final List<String> ALWAYS =
      List.of(
          "Content-Security-Policy",
          "X-Content-Type-Options",
          "X-Frame-Options",
          "Referrer-Policy",
          "Permissions-Policy",
          "Cross-Origin-Opener-Policy",
          "Cross-Origin-Resource-Policy",
          "Cache-Control");

  private final Doors doors;

  SecurityHeadersTest(Doors doors) {
    this.doors = doors;
  }

  private static void assertGuarded(String what, Answer answer) {
    for (var name : ALWAYS) {
      assertThat(values(answer, name)).as("%s: %s", what, name).hasSize(1);
    }
    assertThat(answer.header("X-Content-Type-Options")).as(what).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).as(what).isEqualTo("DENY");
    assertThat(answer.header("Referrer-Policy")).as(what).isEqualTo("no-referrer");
    assertThat(answer.header("Cross-Origin-Opener-Policy")).as(what).isEqualTo("same-origin");
    assertThat(answer.header("Content-Security-Policy"))
        .as(what)
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "*", "http");
  }

  private static List<String> values(Answer answer, String name) {
    return answer.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .flatMap(header -> header.getValue().stream())
        .toList();
  }

  private static Answer ask(Http http, String method, String path) {
    return http.send(method, path, BodyPublishers.noBody(), Map.of());
  }

  @Test
  void everyRouteHasThemWhoeverAsksAndHowever() {
    var tenant = doors.as(doors.newTenant());
    Set<Integer> met = new HashSet<>();
    for (var route : doors.routes()) {
      var path = route.path().replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
      for (var caller : List.of(tenant, tenant.as(null))) {
        for (var method : List.of(route.method(), "OPTIONS", "TRACK")) {
          var answer = ask(caller, method, path);
          assertGuarded(method + " " + path, answer);
          met.add(answer.status());
        }
      }
    }
    assertThat(met).contains(200, 400, 401, 404, 405, 415);
  }

  @Test
  void thePagesHaveThemAndMoreThanAnAnswerMay() {
    for (var path : List.of("/docs", "/docs/page.css", "/docs/page.js", "/docs/swagger-ui.css")) {
      var page = ask(doors.http().as(null), "GET", path).is(200);
      assertGuarded(path, page);
      assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'");
      assertThat(page.header("Cache-Control")).isEqualTo("max-age=3600");
    }
    assertGuarded("/nowhere", ask(doors.http(), "GET", "/nowhere").is(404));
    assertGuarded("/docs/nowhere", ask(doors.http(), "GET", "/docs/nowhere").is(404));
  }

  @Test
  void whatTheContainerRefusesHasThemToo() throws IOException {
    var refused =
        List.of(
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /health HTTP/1.1\r\n\r\n",
            "GET /health HTTP/9.9\r\nHost: x\r\n\r\n",
            "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n{}");
    for (var request : refused) {
      var names = new ArrayList<>(headerNames(request));
      assertThat(names).as(request).containsOnlyOnceElementsOf(ALWAYS);
    }
  }

  private List<String> headerNames(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", doors.http().port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      var head = new StringBuilder();
      for (var next = socket.getInputStream().read();
          next >= 0 && !head.toString().endsWith("\r\n\r\n");
          next = socket.getInputStream().read()) {
        head.append((char) next);
      }
      return head.toString().lines().skip(1).map(line -> line.split(":")[0]).toList();
    }
  }

  @Test
  void tlsIsAskedForWhereTheServerIsReachedByIt(@TempDir Path folder) {
    assertThat(strictness(doors.http())).isEmpty();
    try (var house =
            TestHouse.open(folder, Map.of("QUITTANCE_PUBLIC_URL", "https://billing.example"));
        var server = WebServer.start(house.house())) {
      var http = new Http(server.port(), null);
      assertThat(strictness(http)).isEqualTo("max-age=31536000");
      assertThat(ask(http, "GET", "/nowhere").header("Strict-Transport-Security")).isNotEmpty();
    }
  }

  private static String strictness(Http http) {
    return ask(http, "GET", "/health").header("Strict-Transport-Security");
  }
}
