package com.quittance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no database: help, the map of events, and everything that is typed or set wrong. */
class MisuseTest {

  @TempDir Path folder;

  @Test
  void withoutAVerbItShowsThem() {
    var ran = Ran.quittance();
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).contains("serve", "demo", "queue:work", "78 when a setting is");
  }

  @Test
  void helpAndVersion() {
    assertThat(Ran.quittance("--version").done().out()).matches("quittance \\S+\\R");
    assertThat(Ran.quittance("--help").done().out()).contains("invoices:check-overdue");
  }

  static Stream<String> verbs() {
    return CommandLineInterface.VERBS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbExplainsItselfAndTakesAFolderAndAFile(String verb) {
    assertThat(Ran.quittance(verb, "--help").done().out())
        .startsWith("Usage: quittance " + verb + " ")
        .contains("--data", "--config");
  }

  @Test
  void theMapOfEventsNeedsNoDatabase() {
    var nowhere = folder.resolve("nowhere");
    assertThat(Ran.quittance("event:list", "--data", nowhere.toString()).done().out())
        .contains("InvoiceCreated", "⇂ SendInvoiceNotification")
        .contains("queue default, tries 3, backoff 1 min, 5 min, 15 min")
        .contains("⇂ GenerateInvoicePdf", "tries 2, backoff 30 s");
    var events = Ran.quittance("event:list", "--json").json();
    assertThat(events.size()).isGreaterThan(5);
    assertThat(events.get(0).get("listeners").get(0).get("backoff_seconds").toString())
        .isEqualTo("[60,300,900]");
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void aListenerThatIsNoneIsToldWithThoseThatAre() {
    var ran = Ran.quittance("listener:pause", "SendInvoices");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.complaints().getFirst())
        .startsWith("There is no listener SendInvoices: expected one of ")
        .contains("GenerateInvoicePdf, ", ", SendInvoiceNotification, ", ", UpdateInvoiceStatus");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serv                                               | There is no verb serv: did you mean serve?
          queue:pause defualt                                | There is no queue defualt: expected one of default, webhooks.
          queue:lane default --tenant 0197c000-0000-7000-8000-000000000000 --weight 0 | --weight is 0: expected 1 to 100.
          queue:monitor --jsn                                | Unknown option: '--jsn'
          tenant:create --name A                             | Missing required option: '--email=ADDRESS'
          tenant:create --name A --email nobody              | --email is "nobody": expected one e-mail address.
          tenant:create --name A --email a@b.c --currency F  | --currency is "F": expected an ISO 4217 code such as XOF.
          tenant:create --name A --email a@b.c --timezone M  | --timezone is "M": expected a zone such as Africa/Dakar.
          tenant:create --name A --email a@b.c --locale de   | --locale is "de": expected fr or en.
          token:create --tenant 1 --name A                   | Invalid value for option '--tenant': expected an id, not "1"
          event:dispatch Nope 01981f00-0000-7000-8000-000000000000 --tenant 01981f00-0000-7000-8000-000000000000 | There is no event "Nope"; see event:list.
          queue:failed --limit 0                             | --limit is 0: expected 1 to 1000.
          queue:failed --limit many                          | Invalid value for option '--limit': 'many' is not an int
          queue:retry some                                   | "some" is no job: expected an id or all.
          queue:search --state lost                          | Invalid value for option '--state' (STATE): expected one of [WAITING, DELAYED, HELD, RUNNING, COMPLETED, FAILED, FORGOTTEN] (case-insensitive) but was 'lost'
          queue:search --after x                             | --after is "x": expected what another search said.
          queue:search --limit 1001                          | --limit is 1001: expected 1 to 1000.
          event:search --from yesterday                      | Invalid value for option '--from': expected a time such as 2026-11-23T08:00:00Z, not "yesterday"
          event:search --from 2026-11-23T08:00:00Z --to 2026-11-23T08:00:00Z | --from is 2026-11-23T08:00:00Z: expected a time before --to.
          event:replay                                       | Say which events in one way: an ID, options such as --type, --all, or --resume.
          event:replay --dry-run                             | Say which events in one way: an ID, options such as --type, --all, or --resume.
          event:replay --all --type InvoicePaid              | Say which events in one way: an ID, options such as --type, --all, or --resume.
          event:replay 1                                     | Invalid value for positional parameter at index 0 (ID): expected an id, not "1"
          event:replay --resume 019aafba-0000-7000-8000-000000000000 --dry-run | --resume goes on as it was asked: without --dry-run and --listener.
          queue:work redis                                   | There is no queue connection redis; expected database.
          queue:work --queue mial                            | There is no queue "mial"; expected of [default, webhooks].
          queue:work --tries 0                               | tries is 0, expected 1 or more.
          """)
  void whatIsTypedWrongIsToldInALineAndAHint(String line, String complaint) {
    var ran = Ran.quittance(line.split(" "));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.complaints()).hasSize(2).first().isEqualTo(complaint);
    assertThat(ran.complaints().getLast()).startsWith("Try quittance").endsWith("--help");
  }

  @Test
  void wrongSettingsAreToldTogether() throws Exception {
    var config =
        Files.writeString(
            folder.resolve("quittance.yml"), "quittance:\n  port: http\n  workers: 0\n");
    var ran = Ran.quittance("queue:monitor", "--config", config.toString());
    assertThat(ran.code()).isEqualTo(78);
    assertThat(ran.complaints())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("QUITTANCE_PORT", "\"http\"", "expected"))
        .anySatisfy(line -> assertThat(line).contains("QUITTANCE_WORKERS", "\"0\"", "expected"));
  }

  @Test
  void aDatabaseThatIsNotThereIsToldWithoutItsPassword() throws Exception {
    var config =
        Files.writeString(
            folder.resolve("quittance.yml"),
            """
            quittance.db.url: jdbc:postgresql://127.0.0.1:1/quittance?password=hidden
            quittance.db.user: me
            quittance.db.password: hidden
            """);
    var ran = Ran.quittance("queue:monitor", "--config", config.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.complaints())
        .singleElement()
        .asString()
        .contains("jdbc:postgresql://127.0.0.1:1/quittance as me cannot be used", "refused")
        .contains("QUITTANCE_DB_URL")
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--register-id", "--tax-id"})
  void controlCharactersAreNoPartOfAName(String option) {
    var ran = Ran.quittance("tenant:create", "--name", "A", "--email", "a@b.c", option, "a\nb");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.complaints().getFirst()).startsWith(option + " is \"a?b\": expected one line");
  }

  @Test
  void aPortThatIsTakenIsToldBeforeAnythingIsStarted() throws Exception {
    var data = folder.resolve("data");
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var port = Integer.toString(other.getLocalPort());
      for (var verb : new String[] {"serve", "demo"}) {
        var ran = Ran.quittance(verb, "--port", port, "--data", data.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.complaints()).singleElement().asString().contains(port, "QUITTANCE_PORT");
      }
    }
    assertThat(data).doesNotExist();
  }
}
