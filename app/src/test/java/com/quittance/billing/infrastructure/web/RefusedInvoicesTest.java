package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invoices that make no sense: refused with all that is wrong, quickly, and without a trace. */
@ExtendWith(Doors.Opened.class)
@TestInstance(Lifecycle.PER_CLASS)
class RefusedInvoicesTest {

  private static final String LINE = line();

  private final Doors doors;
  private final Http http;
  private String client = "";
  private Map<String, String> before = Map.of();

  RefusedInvoicesTest(Doors doors) {
    this.doors = doors;
    this.http = doors.http();
  }

  @BeforeAll
  void look() {
    client = doors.house().addClient().id().toString();
    before = doors.contents();
  }

  @AfterAll
  void nothingHasChanged() {
    assertThat(doors.contents()).isEqualTo(before);
  }

  /** A line whose members, as JSON, are the usual ones but for those that are given. */
  private static String line(String... members) {
    return object(
        Map.of("description", "\"A\"", "quantity", "\"1\"", "unit_price", "100"), members);
  }

  private Http.Answer post(String lines, String... members) {
    var body = object(Map.of("client_id", quoted(client), "lines", "[" + lines + "]"), members);
    var started = System.nanoTime();
    var answer = http.post("/api/v1/invoices", body);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
    return answer;
  }

  private static String object(Map<String, String> usual, String... members) {
    var all = new LinkedHashMap<>(usual);
    for (var i = 0; i < members.length; i += 2) {
      all.put(members[i], members[i + 1]);
    }
    return all.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ": " + member.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private LocalDate today() {
    return LocalDate.ofInstant(doors.house().clock().instant(), ZoneOffset.UTC); // Dakar's time
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "1e1000000000",
        "1E+1000000000",
        "-1e1000000000",
        "1e-1000000000",
        "1e20000000",
        "1e400",
        "1e2",
        "99999999999999999999999999999999",
        "0.0000000000001",
      })
  void aNumberNobodyBillsIsRefusedAtOnce(String number) {
    for (var member : new String[] {"quantity", "unit_price", "tax_rate", "discount"}) {
      for (var value : new String[] {number, quoted(number)}) {
        post(line(member, value)).is(Type.VALIDATION, "/lines/0/" + member);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "1e-99999999999", "999999999999999999999999999999999"})
  void aNumberNoParserHoldsIsMalformed(String number) {
    for (var member : new String[] {"quantity", "unit_price", "tax_rate", "discount"}) {
      post(line(member, number)).is(Type.MALFORMED_JSON);
      post(line(member, quoted(number))).is(Type.VALIDATION, "/lines/0/" + member);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "quantity    | 0",
        "quantity    | \"0.000000\"",
        "quantity    | \"-2\"",
        "quantity    | \"1.0000001\"",
        "quantity    | \"1000000000\"",
        "quantity    | \"1,5\"",
        "quantity    | \"１\"",
        "quantity    | \" 1\"",
        "quantity    | \"\"",
        "quantity    | null",
        "quantity    | true",
        "quantity    | [1]",
        "quantity    | \"NaN\"",
        "unit_price  | -1",
        "unit_price  | 1.5",
        "unit_price  | 1.0",
        "unit_price  | \"100\"",
        "unit_price  | null",
        "unit_price  | 1000000000000001",
        "unit_price  | 9223372036854775808",
        "tax_rate    | \"100.1\"",
        "tax_rate    | \"-18\"",
        "tax_rate    | \"18%\"",
        "tax_rate    | 18.00001",
        "tax_rate    | {}",
        "discount    | 101",
        "discount    | false",
        "description | \"\"",
        "description | \"   \"",
        "description | 1",
        "description | null",
        "description | [\"A\"]",
        "description | \"a\\u0000b\"",
        "description | \"a\\u001b[2Jb\"",
        "description | \"\\udead\"",
        "currency    | \"XTS\"",
        "currency    | \"XAU\"",
        "currency    | \"xof\"",
        "currency    | \"CFA\"",
        "currency    | 952",
        "currency    | \"EUR\"",
        "total       | 5",
        "net         | 5",
      })
  void aLineIsRefusedWhereItIsWrong(String member, String value) {
    post(LINE + "," + line(member, value)).is(Type.VALIDATION, "/lines/1/" + member);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "client_id | \"x\"",
        "client_id | null",
        "client_id | 1",
        "client_id | \"00000000-0000-7000-8000-000000000000\"",
        "currency  | \"EURO\"",
        "currency  | \"XTS\"",
        "currency  | []",
        "due_date  | \"2026-02-30\"",
        "due_date  | \"01/02/2027\"",
        "due_date  | \"2027-1-1\"",
        "due_date  | 20270101",
        "due_date  | \"2026-03-01\"",
        "due_date  | \"9999-12-31\"",
        "due_date  | \"+999999999-12-31\"",
        "due_date  | \"2027-01-01T00:00:00Z\"",
        "lines     | null",
        "lines     | []",
        "lines     | {}",
        "lines     | \"A\"",
        "number    | \"FAC-1\"",
        "status    | \"paid\"",
        "tenant_id | \"00000000-0000-7000-8000-000000000000\"",
        "metadata  | {}",
      })
  void anInvoiceIsRefusedWhereItIsWrong(String member, String value) {
    post(LINE, member, value).is(Type.VALIDATION, "/" + member);
  }

  @Test
  void yesterdayIsNoDueDate() {
    var refused = post(LINE, "due_date", quoted(today().minusDays(1).toString()));
    assertThat(refused.is(Type.VALIDATION, "/due_date").json().get("detail").asString())
        .contains(today().toString());
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    post(
            line("quantity", "-1", "unit_price", "-1", "tax_rate", "\"x\"")
                + ", 5,"
                + line("description", "\"\"", "colour", "\"red\""),
            "client_id",
            "5",
            "due_date",
            "\"soon\"",
            "colour",
            "1")
        .is(
            Type.VALIDATION,
            "/client_id",
            "/due_date",
            "/colour",
            "/lines/0/quantity",
            "/lines/0/unit_price",
            "/lines/0/tax_rate",
            "/lines/1",
            "/lines/2/description",
            "/lines/2/colour");
  }

  @Test
  void aLineIsAnObject() {
    post("null").is(Type.VALIDATION, "/lines/0");
    post("[[]]").is(Type.VALIDATION, "/lines/0");
  }

  @Test
  void currenciesDoNotMix() {
    post(LINE + "," + line("currency", "\"EUR\""), "currency", "\"XOF\"")
        .is(Type.VALIDATION, "/lines/1/currency");
  }

  @Test
  void tenThousandLinesAreTooMany() {
    post((LINE + ",").repeat(9_999) + LINE).is(Type.MALFORMED_JSON); // too many things to be read
    post((LINE + ",").repeat(500) + LINE).is(Type.VALIDATION, "/lines");
  }

  @Test
  void anOverlongTextIsRefused() {
    post(line("description", quoted("x".repeat(501)))).is(Type.VALIDATION, "/lines/0/description");
    post(line("description", quoted("x".repeat(90_000))))
        .is(Type.VALIDATION, "/lines/0/description");
  }

  @Test
  void aTotalStaysWhereEveryJsonParserIsExact() {
    var much = line("quantity", "\"999999999\"", "unit_price", "1000000000000000");
    post(much).is(Type.VALIDATION, "/lines");
    post((much + ",").repeat(20) + much).is(Type.VALIDATION, "/lines");
    post(line("unit_price", "0")).is(Type.VALIDATION, "/lines");
  }
}
