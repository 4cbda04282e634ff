package com.quittance.injection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.billing.application.AddClient;
import com.quittance.billing.application.ProcessPayment;
import com.quittance.billing.domain.Draft;
import com.quittance.billing.domain.Quantity;
import com.quittance.http.Http;
import com.quittance.money.Rate;
import com.quittance.tenancy.Tenancy.NewTenant;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hostile text on its whole way: through the API into the database, onto the PDF, into the mails.
 * It arrives as it was written, and nobody acts upon it.
 */
class HostileTextEverywhereTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PLAIN = "Boulangerie Ndiaye";
  private static final Sentinel SENTINEL = new Sentinel();

  @TempDir static Path folder;
  private static TestHouse house;
  private static WebServer server;
  private static Path canary;
  private static Map<String, MailShape> shapes;

  @BeforeAll
  static void open() throws Exception {
    canary = Files.writeString(folder.resolve("canary"), "canary-content");
    house = TestHouse.open(folder);
    server = WebServer.start(house.house());
    shapes = Map.of();
    var mails = bill(PLAIN, PLAIN);
    shapes = new java.util.TreeMap<>();
    for (var mail : mails) {
      shapes.put(MailShape.kind(mail), MailShape.of(mail));
    }
    assertThat(shapes).containsOnlyKeys("accountant", "invoice", "reminder", "thanks");
  }

  @AfterAll
  static void close() {
    server.close();
    house.close();
    SENTINEL.close();
  }

  @AfterEach
  void nobodyActed() {
    assertThat(SENTINEL.visits()).isZero();
    assertThat(house.sql().sql("select 1 from invoice limit 1").query(Integer.class).single())
        .isOne();
  }

  static List<String> payloads() {
    var all = Hostile.payloads(SENTINEL.url(), folder.resolve("canary").toString());
    assertThat(all).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    return all;
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void itIsTextOnThePdfAndInTheMails(String payload) throws Exception {
    var mails = bill(payload, payload);
    assertThat(mails).hasSize(4); // the invoice, a reminder, thanks, the accountant's
    for (var mail : mails) {
      var kind = MailShape.kind(mail);
      assertThat(MailShape.of(mail)).as(kind).isEqualTo(shapes.get(kind));
      addressedAsItShould(mail, kind, payload);
      assertThat(MailShape.part(mail, 0)).as(kind).contains(payload);
      assertThat(MailShape.shown(mail)).as(kind).contains(payload);
    }
  }

  private static void addressedAsItShould(MimeMessage mail, String kind, String payload)
      throws MessagingException {
    var seller = kind.equals("accountant");
    var to = (InternetAddress) mail.getAllRecipients()[0];
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(mail.getRecipients(RecipientType.TO)).hasSize(1);
    assertThat(to.getAddress()).isEqualTo(seller ? "compta@sahel.example" : "awa@ndiaye.example");
    assertThat(mail.getFrom()).hasSize(1);
    assertThat(((InternetAddress) mail.getFrom()[0]).getAddress()).isEqualTo("quittance@localhost");
    assertThat(mail.getReplyTo()).hasSize(1);
    assertThat(((InternetAddress) mail.getReplyTo()[0]).getAddress())
        .isEqualTo("compta@sahel.example");
    if (!seller) {
      assertThat(to.getPersonal()).isEqualTo(shortened(payload));
    }
    if (kind.equals("invoice")) {
      assertThat(mail.getSubject()).contains(shortened(payload).replace("…", ""));
    }
  }

  private static String shortened(String text) {
    return text.length() <= 120 ? text : text.substring(0, 119).strip() + "…";
  }

  /** A company of that name bills a client of that name, is paid, and reminds. */
  private static List<MimeMessage> bill(String seller, String text) throws Exception {
    var company = HostileSeller.named(seller, house, server);
    var tenant = company.tenant();
    var http = company.http();
    var client = new java.util.LinkedHashMap<String, Object>();
    client.put("name", text);
    client.put("email", "awa@ndiaye.example");
    client.put("address", text + "\n" + text);
    if (text.length() <= 50) {
      client.put("tax_id", text);
    }
    var clientId = http.post("/api/v1/clients", JSON.writeValueAsString(client)).is(201).id();
    var today = house.clock().instant().toString().substring(0, 10);
    var invoice = invoice(http, clientId, text, today);
    house.work();
    printed(http, invoice, text, text.length() <= 50 ? 10 : 9);
    house.advance(Duration.ofDays(1));
    house.house().schedule().checkOverdueNow(tenant.id());
    house.work();
    http.post(
            "/api/v1/invoices/" + invoice + "/payments",
            "{\"gateway\": \"manual\", \"amount\": 1180000}")
        .is(201);
    house.work();
    printed(http, invoice, text, 9);
    return house.takeMails();
  }

  private static String invoice(Http http, String client, String description, String due) {
    var line = Map.of("description", description, "quantity", "1", "unit_price", 1_180_000);
    var body = Map.of("client_id", client, "due_date", due, "lines", List.of(line));
    return http.post("/api/v1/invoices", JSON.writeValueAsString(body)).is(201).id();
  }

  private static void printed(Http http, String invoice, String text, int times) throws Exception {
    var pdf = http.get("/api/v1/invoices/" + invoice + "/pdf").is(200).body();
    var shown = pdfToText(pdf);
    assertThat(parts(shown, text)).hasSizeGreaterThan(times);
    assertThat(shown).doesNotContain("canary-content");
  }

  private static List<String> parts(String shown, String text) {
    return Arrays.asList(shown.split(Pattern.quote(withoutSpaces(text)), -1));
  }

  /** As a program that is none of ours reads it. */
  private static String pdfToText(byte[] pdf) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/pdftotext")), "poppler-utils");
    var file = Files.write(folder.resolve("invoice.pdf"), pdf);
    var process =
        new ProcessBuilder("/usr/bin/pdftotext", "-raw", "-enc", "UTF-8", file.toString(), "-")
            .redirectErrorStream(true)
            .start();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return withoutSpaces(text);
  }

  private static String withoutSpaces(String text) {
    return text.replaceAll("[\\s\\u00A0]+", "");
  }

  /** What an older version, or a hand in the database, may have let in. */
  @ParameterizedTest
  @MethodSource("headers")
  void noFieldBeginsAHeaderOrAnotherMail(String evil) throws Exception {
    for (var field : List.of("client", "seller", "rest")) {
      var mails = billedAroundTheApi(field, evil);
      assertThat(mails).as(field).hasSize(3);
      for (var mail : mails) {
        var kind = MailShape.kind(mail);
        assertThat(MailShape.of(mail).headers()).as(field).isEqualTo(shapes.get(kind).headers());
        assertThat(MailShape.of(mail).parts()).as(field).isEqualTo(shapes.get(kind).parts());
        assertThat(mail.getAllRecipients()).as(field).hasSize(1);
        assertThat(mail.getFrom()).as(field).hasSize(1);
        assertThat(mail.getReplyTo()).as(field).hasSize(1);
      }
    }
  }

  /** As many beginnings of a header as fit into a name. */
  static List<String> headers() {
    var headers = new ArrayList<String>();
    var storable = Hostile.LINE_BREAKS.stream().filter(it -> !it.contains("\0")).toList();
    for (var from = 0; from < storable.size(); from += 5) {
      var some = storable.subList(from, Math.min(from + 5, storable.size()));
      headers.add(some.stream().map(it -> it + "Bcc: e@evil.example").collect(joining()));
    }
    return headers;
  }

  private static List<MimeMessage> billedAroundTheApi(String field, String evil) {
    var tenant =
        house
            .house()
            .tenancy()
            .createTenant(
                new NewTenant(
                    field.equals("seller") ? evil : PLAIN,
                    "compta@sahel.example",
                    Currency.getInstance("XOF"),
                    ZoneId.of("Africa/Dakar"),
                    Locale.FRENCH,
                    field.equals("rest") ? evil : PLAIN,
                    PLAIN,
                    PLAIN));
    var client =
        house
            .house()
            .addClient()
            .add(
                house.scope(tenant),
                new AddClient.Request(
                    field.equals("client") ? evil : PLAIN,
                    "awa@ndiaye.example",
                    field.equals("rest") ? evil : PLAIN,
                    field.equals("rest") ? evil : PLAIN,
                    null));
    var line = new Draft.Item(evil, Quantity.parse("1"), 1_180_000, null, Rate.ZERO, Rate.ZERO);
    var invoice =
        house
            .house()
            .createInvoice()
            .create(house.scope(tenant), new Draft(client.id(), null, null, List.of(line)));
    house
        .house()
        .processPayment()
        .start(
            house.scope(tenant),
            invoice.id(),
            new ProcessPayment.Request("manual", 1_180_000, null));
    house.work();
    return house.takeMails();
  }

  @Test
  void theCanaryIsStillThere() {
    assertThat(canary).hasContent("canary-content");
  }
}
