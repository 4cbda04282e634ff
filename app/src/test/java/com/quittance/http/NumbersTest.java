package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Numbers and texts that cost nothing to write and much to compute with or to keep, in every place
 * that takes some. One that got as far as arithmetic would not be answered before the caller gives
 * up.
 */
@ExtendWith(Doors.Opened.class)
@TestInstance(Lifecycle.PER_CLASS)
class NumbersTest {

  private static final String INVOICES = "/api/v1/invoices";
  private static final String CLIENTS = "/api/v1/clients";

  /** The members of a line, and what is right there. */
  private static final Map<String, String> RIGHT =
      Map.of("quantity", "1", "unit_price", "1000", "tax_rate", "18", "discount", "0");

  private final Doors doors;
  private Http http;
  private String client = "";
  private String invoice = "";
  private Map<String, String> before = Map.of();

  NumbersTest(Doors doors) {
    this.doors = doors;
    this.http = doors.http();
  }

  @BeforeAll
  void prepare() {
    http = doors.as(doors.newTenant());
    client = http.post(CLIENTS, "{\"name\": \"A\", \"email\": \"a@b.example\"}").is(201).id();
    invoice = http.post(INVOICES, withLine(RIGHT)).is(201).id();
    before = doors.contents();
  }

  @AfterAll
  void nothingHasChanged() {
    assertThat(doors.contents()).isEqualTo(before);
  }

  private String withLine(Map<String, String> line) {
    var members = new ArrayList<>(List.of("\"description\": \"Conseil\""));
    line.forEach((name, value) -> members.add("\"%s\": %s".formatted(name, value)));
    return "{\"client_id\": \"%s\", \"lines\": [{%s}]}"
        .formatted(client, String.join(", ", members));
  }

  private static Stream<String> absurd() {
    var exponents =
        Stream.of("19", "400", "1000000", "20000000", "999999999", "2147483647", "2147483648")
            .flatMap(e -> Stream.of("1e" + e, "1E+" + e, "1e-" + e, "-1e" + e, "0.1e" + e));
    var more =
        Stream.of(
            "9".repeat(33),
            "9".repeat(1_000),
            "1" + "0".repeat(100_000),
            "0." + "0".repeat(100_000) + "1",
            "1e" + "9".repeat(100),
            "1e-" + "9".repeat(10_000),
            "0e99999999999",
            "-1",
            "-0.1",
            "99999999999999999999",
            "9223372036854775808",
            "1.12345678901234567890",
            "NaN",
            "Infinity",
            "-Infinity",
            "+1",
            "0x10",
            "1_000",
            "1,000",
            "01",
            ".5",
            "5.",
            "1e",
            "true",
            "[1]",
            "{}");
    return Stream.concat(exponents, more);
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isIn(400, 422);
    answer.is(answer.status() == 400 ? Type.MALFORMED_JSON : Type.VALIDATION, pointers(answer));
    assertThat(answer.body()).hasSizeLessThan(2_000);
  }

  private static String[] pointers(Answer answer) {
    return answer.json().path("errors").findValuesAsString("pointer").toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("absurd")
  void anAbsurdNumberIsRefusedWhereverNumbersAreTaken(String number) {
    for (var member : RIGHT.keySet()) {
      var line = new java.util.HashMap<>(RIGHT);
      line.put(member, number);
      assertRefused(http.post(INVOICES, withLine(line)));
      if (number.matches("[\\w.+-]+")) {
        line.put(member, "\"" + number + "\"");
        if (!isRightAsText(member, number)) {
          assertRefused(http.post(INVOICES, withLine(line)));
        }
      }
    }
    var payment = "{\"gateway\": \"manual\", \"amount\": %s}".formatted(number);
    assertRefused(http.post(INVOICES + "/" + invoice + "/payments", payment));
  }

  /** Texts are read by our own rules, which are a little wider than JSON's for numbers. */
  private static boolean isRightAsText(String member, String number) {
    return !member.equals("unit_price") && number.equals("01");
  }

  private static Stream<String> brokenTexts() {
    return Stream.of(
        "\\ud800",
        "\\udc00",
        "\\ud800\\ud800",
        "\\udc00\\ud800",
        "a\\ud83dz",
        "\\u0000",
        "a\\u0000b",
        "\\u001b[2J",
        "\\u202e\\ud800",
        "\\ufffe\\udfff");
  }

  @ParameterizedTest
  @MethodSource("brokenTexts")
  void aTextThatIsNoneIsRefused(String escaped) {
    var body = "{\"name\": \"%s\", \"email\": \"a@b.example\"}".formatted(escaped);
    assertRefused(http.post(CLIENTS, body));
  }

  private static Stream<byte[]> brokenBytes() {
    return Stream.of(
            "ff",
            "c080",
            "c181",
            "e08181",
            "c1bf",
            "eda080",
            "edbfbf",
            "f4908080",
            "f88080808080",
            "80",
            "e282")
        .map(hex -> java.util.HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @MethodSource("brokenBytes")
  void bytesThatAreNoTextAreRefused(byte[] bytes) {
    var head = "{\"email\": \"a@b.example\", \"name\": \"A".getBytes(StandardCharsets.UTF_8);
    var tail = "\"}".getBytes(StandardCharsets.UTF_8);
    var body = new byte[head.length + bytes.length + tail.length];
    System.arraycopy(head, 0, body, 0, head.length);
    System.arraycopy(bytes, 0, body, head.length, bytes.length);
    System.arraycopy(tail, 0, body, head.length + bytes.length, tail.length);
    http.post(CLIENTS, body).is(Type.MALFORMED_JSON);
  }

  @Test
  void anotherEncodingIsNotTakenForUtf8() {
    var json = "{\"name\": \"A\", \"email\": \"a@b.example\"}";
    for (var other : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32BE")) {
      http.post(CLIENTS, json.getBytes(java.nio.charset.Charset.forName(other)))
          .is(Type.MALFORMED_JSON);
    }
  }

  @Test
  void aBodyIsAsLargeAsAllowedAndNotAByteMore() {
    var json = "{\"name\": \"A\"}";
    var fits = json + " ".repeat(BodyFilter.MAX_BYTES - json.length());
    http.post(CLIENTS, fits).is(Type.VALIDATION, "/email");
    http.post(CLIENTS, fits + " ").is(Type.TOO_LARGE);
    // In chunks no length is told beforehand.
    var headers = Map.of("Content-Type", "application/json");
    http.post(CLIENTS, BodyPublishers.ofInputStream(() -> stream(fits)), headers)
        .is(Type.VALIDATION, "/email");
    http.post(CLIENTS, BodyPublishers.ofInputStream(() -> stream(fits + " ")), headers)
        .is(Type.TOO_LARGE);
  }

  private static java.io.InputStream stream(String text) {
    return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void depthIsCountedWhereverItIs() {
    for (var nested : List.of("[".repeat(31) + "]".repeat(31), "[".repeat(40) + "]".repeat(40))) {
      var answer = http.post(CLIENTS, "{\"name\": %s}".formatted(nested));
      answer.is(nested.length() == 62 ? Type.VALIDATION : Type.MALFORMED_JSON, pointers(answer));
    }
    var bulk = "{\"invoices\": [%s]}".formatted("{\"lines\":".repeat(40) + "1" + "}".repeat(40));
    http.post("/api/v1/invoices/bulk", bulk).is(Type.MALFORMED_JSON);
  }
}
