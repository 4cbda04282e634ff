package com.quittance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo as a newcomer runs it: a fresh folder, an embedded PostgreSQL, mail as files. */
class DemoTest {

  @TempDir Path folder;

  private record Run(String listener, Instant start, Instant end) {}

  @Test
  void everyExpectedEffectIsThereAndTheListenersOfAPaymentRunSideBySide() throws Exception {
    var data = folder.resolve("data");
    var ran = Ran.quittance("demo", "--once", "--json", "--data", data.toString());

    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out().lines()).hasSize(1);
    assertThat(ran.complaints()).as("progress").hasSizeGreaterThan(4);
    var outcome = new JsonMapper().readTree(ran.out());
    assertThat(outcome.get("ok").asBoolean()).isTrue();
    assertThat(outcome.get("invoices").asInt()).isBetween(60, 120);
    assertThat(outcome.get("scenarios").size()).isEqualTo(3);
    assertThat(failedChecks(outcome)).isEmpty();

    var payment = runs(outcome.get("scenarios").get(0));
    assertThat(payment)
        .extracting(Run::listener)
        .contains("UpdateInvoiceStatus", "LogPaymentEvent", "NotifyAccountant");
    var thanks = run(payment, "UpdateInvoiceStatus");
    var accountant = run(payment, "NotifyAccountant");
    assertThat(thanks.start()).isBefore(accountant.end());
    assertThat(accountant.start()).isBefore(thanks.end());

    var reminders = runs(outcome.get("scenarios").get(1));
    assertThat(reminders)
        .filteredOn(run -> run.listener().equals("SendOverdueReminder"))
        .hasSize(4);
    try (var mails = Files.list(data.resolve("mail"))) {
      assertThat(mails).hasSizeGreaterThan(60).allMatch(mail -> mail.toString().endsWith(".eml"));
    }
  }

  private static List<String> failedChecks(JsonNode outcome) {
    var failed = new ArrayList<String>();
    for (var scenario : outcome.get("scenarios")) {
      for (var check : scenario.get("checks")) {
        if (!check.get("ok").asBoolean()) {
          failed.add(check.get("what").asString());
        }
      }
    }
    return failed;
  }

  private static List<Run> runs(JsonNode scenario) {
    var runs = new ArrayList<Run>();
    for (var moment : scenario.get("timeline")) {
      if (!moment.get("listener").asString().isEmpty()) {
        var start = Instant.parse(moment.get("at").asString());
        var took = Duration.ofMillis(moment.get("took_ms").asLong());
        runs.add(new Run(moment.get("listener").asString(), start, start.plus(took)));
      }
    }
    return runs;
  }

  private static Run run(List<Run> runs, String listener) {
    return runs.stream().filter(run -> run.listener().equals(listener)).findFirst().orElseThrow();
  }
}
