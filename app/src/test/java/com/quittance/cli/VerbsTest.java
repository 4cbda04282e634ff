package com.quittance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every verb that opens the house, through the command line, on a real database and mail server.
 */
class VerbsTest {

  private static final String NOBODY = "019aafba-0000-7000-8000-000000000000";

  @TempDir static Path folder;
  private static TestHouse house;
  private static Path config;

  @BeforeAll
  static void open() throws IOException {
    house = TestHouse.open(folder);
    config =
        Files.writeString(
            folder.resolve("quittance.yml"),
            house.environment().entrySet().stream()
                .map(setting -> "%s: \"%s\"\n".formatted(key(setting.getKey()), setting.getValue()))
                .collect(Collectors.joining()));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  /** QUITTANCE_DB_URL is quittance.db.url, but for the few that have a hyphen. */
  private static String key(String variable) {
    return variable
        .toLowerCase()
        .replace('_', '.')
        .replace("data.dir", "data-dir")
        .replace("sign.in", "sign-in")
        .replace("password.reset", "password-reset")
        .replace("webhook.secret", "webhook-secret");
  }

  @AfterEach
  void workTheRest() {
    run("queue:continue", "default").done();
    run("queue:work", "--stop-when-empty").done();
    run("queue:flush").done();
  }

  private static Ran run(String... arguments) {
    return Ran.quittance(
        Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
            .toArray(String[]::new));
  }

  private static void refused(String complaint, String... arguments) {
    var ran = run(arguments);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.complaints()).containsExactly(complaint);
    assertThat(ran.out()).isEmpty();
  }

  private static String[] announce(String event, Object id) {
    return new String[] {
      "event:dispatch", event, id.toString(), "--tenant", house.tenant().id().toString()
    };
  }

  @Test
  void aTenantAndItsTokens() {
    var tenant =
        run("tenant:create", "--name", "Teranga", "--email", "t@teranga.example", "--json").json();
    var id = tenant.get("id").asString();
    var made = run("token:create", "--tenant", id, "--name", "try", "--json").json();
    var token = UUID.fromString(made.get("id").asString());
    assertThat(made.get("token").asString()).startsWith("qt_");
    assertThat(house.house().router().token(token)).isPresent();

    var other = house.tenant().id().toString();
    refused(
        "There is no token " + token + ".", "token:revoke", token.toString(), "--tenant", other);
    assertThat(run("token:revoke", token.toString(), "--tenant", id).done().out())
        .contains("is revoked");
    refused("Token " + token + " was revoked before.", "token:revoke", token.toString());
    refused("There is no token " + NOBODY + ".", "token:revoke", NOBODY);
    refused(
        "No tenant has the id " + NOBODY + ".", "token:create", "--tenant", NOBODY, "--name", "x");
    var able = run("token:create", "--tenant", id, "--name", "x", "--abilities", "clients:read");
    assertThat(able.done().out()).contains("not shown again", "qt_");
    var misused = run("token:create", "--tenant", id, "--name", "x", "--abilities", "everything");
    assertThat(misused.code()).isEqualTo(2);
  }

  @Test
  void anInvoiceIsAnnouncedAgainAndWorked() {
    var invoice = house.createInvoice(1_180_000);
    run("queue:work", "--stop-when-empty").done();
    var mails = house.mails().size();

    assertThat(run(announce("InvoiceCreated", invoice.id())).done().out()).contains("is announced");
    assertThat(run("queue:work", "--stop-when-empty").done().out())
        .containsPattern("\\S+T\\S+Z  SendInvoiceNotification +attempt 1 +\\d+ ms  DONE")
        .contains("GenerateInvoicePdf", "3 done, 0 to be tried again, 0 given up");
    assertThat(house.mails()).hasSizeGreaterThanOrEqualTo(mails);

    refused("There is no invoice " + NOBODY + ".", announce("InvoicePaid", NOBODY));
    refused("There is no payment " + NOBODY + ".", announce("PaymentReceived", NOBODY));
    refused("event: expected an invoice that is paid.", announce("InvoicePaid", invoice.id()));
  }

  @Test
  void workIsCountedForScripts() {
    house.createInvoice(1_000);
    var once = run("queue:work", "database", "--once", "--json").json();
    assertThat(once.get("completed").asInt()).isOne();
    var rest = run("queue:work", "--max-jobs", "3", "--queue", "default", "--json").json();
    assertThat(rest.get("completed").asInt()).isEqualTo(3);
    var none = run("queue:work", "--stop-when-empty", "--queue", "default", "--json").json();
    assertThat(none.get("completed").asInt()).isZero();
  }

  @Test
  void failedJobsAreSeenRetriedAndForgotten() {
    house.mailDown();
    try {
      house.createInvoice(2_000);
      house.createInvoice(3_000);
      assertThat(run("queue:work", "--tries", "1", "--stop-when-empty").done().out())
          .containsPattern("SendInvoiceNotification +attempt 1 +\\d+ ms  FAIL");
    } finally {
      house.mailUp();
    }
    var failed = run("queue:failed", "--json").json();
    assertThat(failed.size()).isGreaterThanOrEqualTo(2);
    assertThat(run("queue:failed").done().out())
        .startsWith("ID ")
        .contains("SendInvoiceNotification", "tries_exhausted");

    var first = failed.get(0).get("id").asString();
    assertThat(run("queue:retry", first).done().out()).contains("is put back");
    refused("There is no failed job " + first + ".", "queue:retry", first);
    var second = failed.get(1).get("id").asString();
    assertThat(run("queue:forget", second).done().out()).contains("is forgotten");
    refused("There is no failed job " + second + ".", "queue:forget", second);
    run("queue:retry", "all").done();
    assertThat(run("queue:flush").done().out()).isEqualTo("0 forgotten.%n".formatted());
    assertThat(run("queue:failed").done().out()).isEqualTo("No failed jobs.%n".formatted());
  }

  @Test
  void aQueueIsWatchedPausedAndExplained() {
    run("queue:pause", "default").done();
    house.createInvoice(4_000);
    var job = house.sql().sql("select id from relay.delivery limit 1").query(UUID.class).single();

    assertThat(run("queue:monitor").done().out())
        .contains("QUEUE ", "WAITING", "default", "paused", "Nobody works them.");
    var queues = run("queue:monitor", "--json").json().get("queues");
    assertThat(queues.get(0).get("waiting").asInt()).isEqualTo(4);
    assertThat(run("queue:explain", job.toString()).done().out()).contains("paused");
    run("queue:explain", job.toString(), "--json").json();
    var idle = run("queue:work", "--stop-when-empty", "--max-time", "1", "--json").json();
    assertThat(idle.get("completed").asInt()).isZero();
  }

  @Test
  void aListenerIsPausedAloneAndSeenToBe() {
    run("listener:pause", "SendInvoiceNotification").done();
    house.createInvoice(4_000);
    var ran = run("queue:work", "--stop-when-empty", "--json").json();

    assertThat(ran.get("completed").asInt()).isEqualTo(3);
    assertThat(run("queue:monitor").done().out())
        .containsPattern("SendInvoiceNotification +1 +paused");
    var listeners = run("queue:monitor", "--json").json().get("listeners");
    assertThat(listeners.valueStream().filter(it -> it.get("paused").asBoolean())).hasSize(1);

    run("listener:continue", "SendInvoiceNotification").done();
    refused(
        "SendInvoiceNotification is not paused.", "listener:continue", "SendInvoiceNotification");
    var rest = run("queue:work", "--stop-when-empty", "--json").json();
    assertThat(rest.get("completed").asInt()).isEqualTo(1);
    assertThat(run("queue:monitor").done().out()).doesNotContain("SendInvoiceNotification");
  }

  @Test
  void aCompanyIsGivenAnotherShareOfAQueue() {
    var tenant = house.tenant().id().toString();
    run("queue:lane", "default", "--tenant", tenant, "--weight", "3", "--concurrency", "2").done();

    assertThat(
            house
                .sql()
                .sql("select weight || ' ' || concurrency from relay.lane")
                .query(String.class)
                .single())
        .isEqualTo("3 2");
    var nobody = "0197c000-0000-7000-8000-000000000000";
    refused("No tenant has the id " + nobody + ".", "queue:lane", "default", "--tenant", nobody);
  }

  @Test
  void theScheduleRunsOnceADayAndTheCheckWheneverAsked() {
    var tenant = house.tenant().id().toString();
    assertThat(run("schedule:run", "--json").json().toString()).contains(tenant);
    assertThat(run("schedule:run").done().out()).contains("Nothing was due.");
    assertThat(run("invoices:check-overdue", "--json").json().toString()).contains(tenant);
    assertThat(run("invoices:check-overdue").done().out()).startsWith("TASK ").contains(tenant);
    assertThat(run("invoices:check-overdue", "--tenant", tenant).done().out()).contains(tenant);
    assertThat(run("schedule:list").done().out())
        .contains("invoices:check-overdue", "cron 0 9 * * *", "latest", "T09:00:00Z");
    assertThat(run("schedule:list", "--json").json().get(0).get("failing").asInt()).isZero();
  }

  @Test
  void eventsAreFoundAndReplayed() {
    var invoice = house.createInvoice(5_000);
    run("queue:work", "--stop-when-empty").done();
    var tag = "invoice:" + invoice.id();

    var found = run("event:search", "--tag", tag, "--json").json();
    assertThat(found.get("events").size()).isOne();
    assertThat(found.get("next").isNull()).isTrue();
    assertThat(found.get("events").get(0).get("payload").isObject()).isTrue();
    var event = found.get("events").get(0).get("id").asString();
    assertThat(run("event:search", "--tag", tag, "--limit", "1").done().out())
        .startsWith("ID ")
        .contains(event, "InvoiceCreated", tag);
    assertThat(run("event:search", "--tag", "nothing").done().out()).contains("No such events.");

    assertThat(run("event:replay", event, "--dry-run").done().out())
        .contains("GenerateInvoicePdf       1", "1 events, 3 jobs; nothing is changed.");
    var plan = run("event:replay", "--tag", tag, "--dry-run", "--json").json();
    assertThat(plan.get("deliveries").get("SendInvoiceNotification").asInt()).isOne();
    assertThat(states(tag)).containsExactly("COMPLETED", "COMPLETED", "COMPLETED");

    assertThat(run("event:replay", event, "--listener", "GenerateInvoicePdf").done().out())
        .contains("1 events, 1 jobs; they run as replays.");
    assertThat(states(tag))
        .containsExactlyInAnyOrder("WAITING", "COMPLETED", "COMPLETED", "COMPLETED");
    assertThat(run("event:replay", "--tag", tag).done().out())
        .contains("1 events, 2 jobs", "1 left alone: they are not done yet");
    assertThat(run("queue:search", "--tag", tag, "--state", "waiting").done().out())
        .contains("waiting", "GenerateInvoicePdf", "InvoiceCreated " + event, "replay");
    run("queue:work", "--stop-when-empty").done();
    assertThat(states(tag)).hasSize(6).containsOnly("COMPLETED");
    assertThat(run("queue:search", "--tag", tag, "--limit", "1").done().out())
        .contains("More with --after " + event + "/");
  }

  @Test
  void whatCannotBeReplayedIsRefused() {
    refused("There is no event " + NOBODY + ".", "event:replay", NOBODY);
    refused("There is no event type 'Nothing'.", "event:replay", "--type", "Nothing");
    refused("There is no listener 'Nobody'.", "event:replay", "--all", "--listener", "Nobody");
    refused(
        "LogPaymentEvent does not hear InvoicePaid.",
        "event:replay",
        "--type",
        "InvoicePaid",
        "--listener",
        "LogPaymentEvent");
    refused("There is no replay " + NOBODY + ".", "event:replay", "--resume", NOBODY);
  }

  private static List<String> states(String tag) {
    var jobs = run("queue:search", "--tag", tag, "--json").json().get("jobs");
    return jobs.valueStream().map(job -> job.get("state").asString()).toList();
  }
}
