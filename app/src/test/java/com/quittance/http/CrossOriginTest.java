package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.network.Origin;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may use the API in a browser: those that are named, and no other. */
@ExtendWith(Doors.Opened.class)
@TestInstance(Lifecycle.PER_CLASS)
class CrossOriginTest {

  private static final String PATH = "/api/v1/clients";
  private static final String ALLOWED = "Access-Control-Allow-Origin";

  private final Doors doors;
  private TestHouse house;
  private WebServer server;
  private Http http;

  CrossOriginTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeAll
  void open(@TempDir Path folder) {
    house =
        TestHouse.open(
            folder,
            Map.of("QUITTANCE_CORS_ORIGINS", "https://app.example.com, http://localhost:3000"));
    server = WebServer.start(house.house());
    http = new Http(server.port(), house.token());
  }

  @AfterAll
  void close() {
    server.close();
    house.close();
  }

  private static Answer from(Http http, String method, String origin) {
    return http.send(method, PATH, BodyPublishers.noBody(), Map.of("Origin", origin));
  }

  private static Answer preflight(Http http, String origin) {
    var headers = new HashMap<String, String>();
    headers.put("Origin", origin);
    headers.put("Access-Control-Request-Method", "POST");
    headers.put("Access-Control-Request-Headers", "authorization,content-type,idempotency-key");
    return http.as(null).send("OPTIONS", PATH, BodyPublishers.noBody(), headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://app.example.com", "http://localhost:3000"})
  void aPageThatIsNamedMayAskWithAToken(String origin) {
    var may = preflight(http, origin).is(204);
    assertThat(may.header(ALLOWED)).isEqualTo(origin);
    assertThat(may.header("Access-Control-Allow-Methods")).contains("POST", "PATCH", "DELETE");
    assertThat(may.header("Access-Control-Allow-Headers"))
        .contains("Authorization", "Content-Type", "Idempotency-Key", "If-Match")
        .doesNotContain("Quittance-Tenant", "X-CSRF-Token", "*");
    assertThat(may.header("Vary")).contains("Origin");
    assertThat(may.header("X-Content-Type-Options")).isEqualTo("nosniff");

    var answer = from(http, "GET", origin).is(200);
    assertThat(answer.header(ALLOWED)).isEqualTo(origin);
    assertThat(answer.header("Vary")).contains("Origin");
    assertThat(answer.header("Access-Control-Expose-Headers"))
        .contains("ETag", "Idempotent-Replayed", "RateLimit", "Retry-After", "X-Request-Id");
    for (var one : List.of(may, answer)) {
      assertThat(one.header("Access-Control-Allow-Credentials")).isEmpty();
    }
  }

  @Test
  void itMayReadRefusalsToo() {
    var refused = from(http.as(null), "GET", "https://app.example.com").is(Type.TOKEN_MISSING);
    assertThat(refused.header(ALLOWED)).isEqualTo("https://app.example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "NULL",
        "*",
        "",
        " ",
        "https://evil.example",
        "http://app.example.com",
        "HTTPS://app.example.com",
        "https://APP.example.com",
        "https://app.example.com/",
        "https://app.example.com.",
        "https://app.example.com:443",
        "https://app.example.com:444",
        "https://app.example.com:80",
        "https://app.example.com:8443",
        "https://app.example.com@evil.example",
        "https://evil.example@app.example.com",
        "https://app.example.com.evil.example",
        "https://evil-app.example.com",
        "https://evilapp.example.com",
        "https://sub.app.example.com",
        "https://example.com",
        "https://app-example.com",
        "https://appXexample.com",
        "https://app.example.co",
        "https://app.example.comm",
        "https://app.example.com https://evil.example",
        "https://evil.example https://app.example.com",
        "https://app.example.com,https://evil.example",
        "https://app.example.com\\.evil.example",
        "https://app.example.com#.evil.example",
        "https://app.example.com?.evil.example",
        "https://app.example.com/.evil.example",
        "https://app.example.com%00.evil.example",
        "https:app.example.com",
        "//app.example.com",
        "app.example.com",
        "wss://app.example.com",
        "file://",
        "http://localhost",
        "http://localhost:3001",
        "http://localhost:30000",
        "https://localhost:3000",
        "http://127.0.0.1:3000",
        "http://[::1]:3000",
        "http://localhost.evil.example:3000"
      })
  void noOtherMay(String origin) {
    var refused = preflight(http, origin).is(Type.CROSS_SITE);
    var answer = from(http, "GET", origin).is(200);
    for (var one : List.of(refused, answer)) {
      assertThat(one.headers().keySet())
          .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
      assertThat(one.header("Vary")).contains("Origin");
    }
  }

  @Test
  void unlessSomeAreNamedNoneMay() {
    preflight(doors.http(), "https://app.example.com").is(Type.CROSS_SITE);
    var answer = from(doors.http(), "GET", "https://app.example.com").is(200);
    assertThat(answer.header(ALLOWED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "app.example.com",
        "https://",
        "https://*.example.com",
        "ftp://a.example",
        "https://a.example/",
        "https://a.example/x",
        "https://a.example?x",
        "https://u@a.example",
        "https://a.example:",
        "https://a.example#",
        "https://a b.example"
      })
  void whatIsNoOriginCannotBeNamed(String text) {
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> Origin.parse(text));
  }

  @Test
  void oneIsNamedAsBrowsersNameIt() {
    assertThat(Origin.parse("HTTPS://App.Example.com:443").text())
        .isEqualTo("https://app.example.com");
    assertThat(Origin.parse("http://localhost:3000").text()).isEqualTo("http://localhost:3000");
    assertThat(Origin.parse("http://[::1]:80").text()).isEqualTo("http://[::1]");
  }
}
