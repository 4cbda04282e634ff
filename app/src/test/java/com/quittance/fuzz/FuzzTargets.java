package com.quittance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.quittance.billing.infrastructure.mail.MailboxFuzz;
import com.quittance.billing.infrastructure.stripe.SignatureFuzz;
import com.quittance.csv.CsvFuzz;
import com.quittance.http.JsonBodyFuzz;
import com.quittance.injection.LogoFuzz;
import com.quittance.injection.PictureSeeds;
import com.quittance.money.MoneyFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What fuzz/parsers works on, each with inputs to begin with. */
public final class FuzzTargets {

  /** Takes any bytes; throws only when a promise is broken. */
  @FunctionalInterface
  public interface Target {
    void run(byte[] input) throws Exception;
  }

  /**
   * @param type has the method that Jazzer calls
   */
  public record Case(Class<?> type, Target target, Supplier<List<byte[]>> beginning) {
    public List<byte[]> seeds() {
      return beginning.get();
    }
  }

  private FuzzTargets() {}

  public static Map<String, Case> all() {
    var all = new LinkedHashMap<String, Case>();
    all.put("money", new Case(MoneyFuzz.class, MoneyFuzz::fuzzerTestOneInput, FuzzTargets::money));
    all.put("csv", new Case(CsvFuzz.class, CsvFuzz::fuzzerTestOneInput, FuzzTargets::csv));
    all.put(
        "signature",
        new Case(SignatureFuzz.class, SignatureFuzz::fuzzerTestOneInput, FuzzTargets::signature));
    all.put(
        "json", new Case(JsonBodyFuzz.class, JsonBodyFuzz::fuzzerTestOneInput, FuzzTargets::json));
    all.put(
        "mailbox",
        new Case(MailboxFuzz.class, MailboxFuzz::fuzzerTestOneInput, FuzzTargets::mailbox));
    all.put("logo", new Case(LogoFuzz.class, LogoFuzz::fuzzerTestOneInput, PictureSeeds::small));
    return all;
  }

  private static List<byte[]> money() {
    return seeds(
        "2.5|400000|18|0\n1|1|5.5|33.3333",
        "999999999.999999|1000000000000000|100|0\n0.000001|0|0|100",
        "1e20000000|1e9|1E5|-1\n1e1000000000|0x10|+1|.5",
        "00000000000000000000|9223372036854775807|99999999|1.",
        "\u0661|\uFF11|18,5| 1",
        "1|333333333333333|33.3333|66.6667\n3|333333333333333|33.3333|0.0001");
  }

  private static List<byte[]> csv() {
    return seeds(
        "a\u001Fb,c\u001F\"d\"\u001Fe\r\nf",
        "=1+1\u001F+1\u001F-1\u001F@x\u001F\t=1\u001F\r=1\u001F\n=1\u001F\0=1",
        "\uFF1D1\u001F \u00A0=1\u001F\uFEFF=1\u001F\"=1\u001F'=1",
        "\u001F\u001F\n\u001F\r\u001F\"\u001F\"\"");
  }

  private static List<byte[]> signature() {
    return seeds(
        "t=1772445600,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd\n{}",
        "t=1772445600,t=1772445601,v0=aa,v1=,v1=bb,,=,t\n{\"id\": \"evt_1\", \"type\": \"a\"}",
        "\tt=1772445600,t77pv1=,v\0001=1,v1=bb,,=,t\n{}", // broke Stripe's library
        ",t=99999999999999999999,v1=é\n{\"id\": \"evt_1\", \"type\": \"payment_intent.succeeded\","
            + " \"data\": {\"object\": {\"id\": \"pi_1\", \"amount_received\": 1e400,"
            + " \"amount\": 1.5, \"currency\": \"isk\"}}}",
        "qt_019c0000000070008000000000000001_0123456789ABCDEFGHIJabcdefghij0123456789deadbeef\n");
  }

  private static List<byte[]> json() {
    return seeds(
        """
                {"name": "A", "address": "B\\nC", "client_id": "019c0000-0000-7000-8000-000000000001",
                 "lines": [{"description": "A", "quantity": "2.5", "unit_price": 1, "tax_rate": 18}]}
                """,
        "{\"lines\": [{\"quantity\": 1e20000000, \"unit_price\": 1e999999999}], \"a\": 1, \"a\": 2}",
        "[".repeat(5_000),
        "{\"a\":".repeat(100) + "1" + "}".repeat(100),
        "{\"name\": \"\\u0000\\ud800\", \"x\": -0.0, \"y\": 1" + "0".repeat(300) + "}",
        "\uFEFF{}",
        "{\"name\": null, \"lines\": {}, \"client_id\": 1} trailing");
  }

  private static List<byte[]> mailbox() {
    return seeds(
        "Awa\u001Fawa@ndiaye.example",
        "x\r\nBcc: e@evil.example\u001Fa@b.example\r\nBcc: e@evil.example",
        "=?utf-8?Q?=0D=0ABcc:_e@evil.example?=\u001Fa@xn--nxasmq6b.example",
        "\"x\\\" <e@evil.example>, y\u001F\"a b\"@b.example",
        "Billing <billing@example.com>",
        "\uD83D\uDE00\u202E\u2028 é\u001Fa@é.example");
  }

  /** For fuzz/parsers: writes the inputs to begin with, and prints each target and its class. */
  public static void main(String[] folder) throws IOException {
    for (var fuzz : all().entrySet()) {
      var corpus = Files.createDirectories(Path.of(folder[0], fuzz.getKey()));
      var number = 0;
      for (var seed : fuzz.getValue().seeds()) {
        Files.write(corpus.resolve("seed-" + number++), seed);
      }
      System.out.println(fuzz.getKey() + " " + fuzz.getValue().type().getName());
    }
  }

  private static List<byte[]> seeds(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(UTF_8)).toList();
  }
}
