package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Problem.Type;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no door takes, whatever is behind it; none of it leaves a trace. */
@ExtendWith(Doors.Opened.class)
@TestInstance(Lifecycle.PER_CLASS)
class BadRequestsTest {

  private static final String CLIENTS = "/api/v1/clients";
  private static final String CLIENT = "{\"name\": \"A\", \"email\": \"a@b.example\"}";
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Doors doors;
  private final Http http;
  private Map<String, String> before = Map.of();

  BadRequestsTest(Doors doors) {
    this.doors = doors;
    this.http = doors.http();
  }

  @BeforeAll
  void look() {
    before = doors.contents();
  }

  @AfterAll
  void nothingHasChanged() {
    assertThat(doors.contents()).isEqualTo(before);
  }

  static Object[] noJson() {
    return new Object[] {
      "",
      " ",
      "{",
      "{\"name\": \"A\"",
      "{\"name\": 'A'}",
      "{name: \"A\"}",
      "{\"name\": \"A\",}",
      "{\"name\": \"A\"} {}",
      "{\"name\": \"A\"} x",
      "// {}",
      "{\"name\": NaN}",
      "{\"name\": 01}",
      "{\"name\": \"tab\there\"}",
      "{\"name\": \"A\", \"name\": \"B\"}",
      "{\"lines\": [{\"x\": 1, \"x\": 1}]}",
      "null",
      "true",
      "12",
      "\"text\"",
      "[]",
      "[{}]",
      "[".repeat(100_000),
      "[".repeat(100_000) + "]".repeat(100_000),
      "{\"a\":".repeat(100_000),
      "{\"a\":".repeat(33) + "1" + "}".repeat(33),
      "{\"" + "n".repeat(100_000) + "\": 1}",
      "{\"name\": \"" + "n".repeat(500_000) + "\"}",
      "{\"amount\": " + "9".repeat(500_000) + "}",
      "{\"amount\": 0." + "0".repeat(500_000) + "1}",
    };
  }

  @ParameterizedTest
  @MethodSource("noJson")
  void whatIsNoJsonObjectIsMalformed(String body) {
    for (var door : new String[] {CLIENTS, "/api/v1/invoices"}) {
      var started = System.nanoTime();
      var detail = http.post(door, body).is(Type.MALFORMED_JSON).json().get("detail").asString();
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SOON);
      assertThat(detail)
          .doesNotContain("tools.jackson", "Exception", "REDACTED")
          .hasSizeLessThan(300);
    }
  }

  @Test
  void bytesThatAreNoTextAreMalformed() {
    var bytes = CLIENT.getBytes(StandardCharsets.UTF_8);
    bytes[10] = (byte) 0xff;
    http.post(CLIENTS, bytes).is(Type.MALFORMED_JSON);
    bytes[10] = (byte) 0xc0; // an overlong form
    bytes[11] = (byte) 0x80;
    http.post(CLIENTS, bytes).is(Type.MALFORMED_JSON);
  }

  @Test
  void unknownMembersAreNotListedWithoutEnd() {
    var started = System.nanoTime();
    var answer = http.post(CLIENTS, members(9_999)).is(422);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SOON);
    assertThat(answer.json().get("errors").size()).isEqualTo(50);
  }

  @Test
  void aBodyOfTooManyThingsIsNotRead() {
    for (var body :
        List.of(
            members(80_000),
            members(10_000),
            "{\"x\": [" + "{},".repeat(100_000) + "{}]}",
            "{\"x\": [" + "1,".repeat(20_000) + "1]}")) {
      http.post(CLIENTS, body).is(Type.MALFORMED_JSON);
    }
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj("\"%d\":1"::formatted)
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void fiftyMegabytesAreTooLarge() {
    http.post(CLIENTS, new byte[50 << 20]).is(Type.TOO_LARGE);
    http.post("/webhooks/stripe", new byte[50 << 20]).is(Type.TOO_LARGE);
  }

  @Test
  void fiftyMegabytesInChunksAreTooLarge() {
    var body = BodyPublishers.ofInputStream(() -> new Endless(50 << 20));
    http.post(CLIENTS, body, Map.of("Content-Type", "application/json")).is(Type.TOO_LARGE);
    http.post("/webhooks/stripe", body, Map.of("Stripe-Signature", "t=1")).is(Type.TOO_LARGE);
  }

  /** So many blanks that would be JSON as long as they last. */
  private static final class Endless extends InputStream {
    private int left;

    Endless(int left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? ' ' : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) {
      if (left <= 0) {
        return -1;
      }
      var some = Math.min(most, left);
      java.util.Arrays.fill(into, from, from + some, (byte) ' ');
      left -= some;
      return some;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "text/plain",
        "text/json",
        "application/jsonp",
        "application/json; charset=iso-8859-1",
        "application/xml",
        "nonsense",
        "*/*"
      })
  void onlyJsonIsRead(String contentType) {
    http.post(CLIENTS, BodyPublishers.ofString(CLIENT), Map.of("Content-Type", contentType))
        .is(Type.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void aBodyMustSayWhatItIs() {
    http.post(CLIENTS, BodyPublishers.ofString(CLIENT), Map.of()).is(Type.UNSUPPORTED_MEDIA_TYPE);
    http.post(
            CLIENTS,
            BodyPublishers.ofString(CLIENT),
            Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"))
        .is(Type.UNSUPPORTED_MEDIA_TYPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json;charset=UTF-8", "Application/JSON ; charset=\"utf-8\""})
  void jsonMaySayItsCharset(String contentType) {
    http.post(CLIENTS, BodyPublishers.ofString("{}"), Map.of("Content-Type", contentType))
        .is(Type.VALIDATION, "/name", "/email");
  }

  @Test
  void whoWantsAnotherAnswerIsRefusedBeforeAnythingIsDone() {
    var headers = Map.of("Content-Type", "application/json", "Accept", "text/html");
    var answer =
        http.post(CLIENTS, BodyPublishers.ofString(CLIENT), headers).is(Type.NOT_ACCEPTABLE);
    assertThat(answer.header("Location")).isEmpty();
  }

  @Test
  void anAnswerIsJsonOrNothing() {
    for (var accept : new String[] {"text/html", "application/xml"}) {
      http.send("GET", CLIENTS, BodyPublishers.noBody(), Map.of("Accept", accept))
          .is(Type.NOT_ACCEPTABLE);
    }
    http.send("GET", CLIENTS, BodyPublishers.noBody(), Map.of("Accept", "nonsense")).is(406);
    http.send("GET", CLIENTS, BodyPublishers.noBody(), Map.of("Accept", "*/*")).is(200);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,    /api/v1/clients,    'GET,POST'",
    "DELETE, /api/v1/invoices,   'GET,POST'",
    "PATCH,  /api/v1/payments/x, GET",
    "POST,   /api/v1/payments/x, GET",
    "GET,    /webhooks/stripe,   POST",
    "POST,   /health,            GET",
  })
  void anotherMethodIsToldWhichAreAllowed(String method, String path, String allowed) {
    var answer =
        http.send(method, path, BodyPublishers.noBody(), Map.of()).is(Type.METHOD_NOT_ALLOWED);
    assertThat(answer.header("Allow").split(",")).containsExactlyInAnyOrder(allowed.split(","));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api",
        "/api/v1",
        "/api/v2/clients",
        "/api/v1/clients/",
        "/api/v1/Clients",
        "/api/v1/clients/x",
        "/api/v1/clients/1-1-1-1-1",
        "/api/v1/invoices/%27%20or%201=1",
        "/api/v1/payments/..",
        "/favicon.ico",
        "/error",
        "/actuator",
        "/webhooks/paypal"
      })
  void nothingIsNowhere(String path) {
    http.get(path).is(Type.NOT_FOUND);
  }

  @Test
  void headAndOptionsAskNoMoreThanTheySay() {
    var head = http.send("HEAD", CLIENTS, BodyPublishers.noBody(), Map.of()).is(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Type")).startsWith("application/json");
    var options = http.send("OPTIONS", CLIENTS, BodyPublishers.noBody(), Map.of()).is(200);
    assertThat(options.header("Allow").split(","))
        .containsExactlyInAnyOrder("GET", "HEAD", "POST", "OPTIONS");
  }

  @Test
  void everyAnswerNamesItsRequestAndIsKeptByNobody() {
    var answer = http.get(CLIENTS).is(200);
    assertThat(answer.header("X-Request-Id")).hasSize(36);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Server")).isEmpty();
  }

  /** The container would fail at more than ten. */
  @Test
  void anyNumberOfLanguagesIsTaken() {
    var languages = "a,".repeat(2_000) + "fr";
    http.send("GET", CLIENTS, BodyPublishers.noBody(), Map.of("Accept-Language", languages))
        .is(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/*", "*", "a/b/c", "", "text/html;charset=x"})
  void aPathThatLeadsNowhereLeadsThereWithAnyContentType(String type) {
    http.send("GET", "/api/v1/nowhere", BodyPublishers.noBody(), Map.of("Content-Type", type))
        .is(Type.NOT_FOUND);
  }
}
