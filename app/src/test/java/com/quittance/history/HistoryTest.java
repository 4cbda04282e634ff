package com.quittance.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Tenancy;
import com.quittance.tenancy.Tenant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What happened in a company and what followed, over the API. */
class HistoryTest {

  private static final String EVENTS = "/api/v1/events";
  private static final String DELIVERIES = "/api/v1/deliveries";

  @TempDir Path folder;
  private TestHouse house;
  private WebServer server;
  private Http http;

  @BeforeEach
  void open() {
    house = TestHouse.open(folder);
    server = WebServer.start(house.house());
    http = new Http(server.port(), house.token());
  }

  @AfterEach
  void close() {
    server.close();
    house.close();
  }

  private Http of(Tenant tenant) {
    return http.as(
        house
            .house()
            .tenancy()
            .createToken(tenant.id(), "test", List.of("*"), Tenancy.TOKEN_LIFE)
            .secret()
            .text());
  }

  private static List<JsonNode> data(Answer page) {
    return page.is(200).json().get("data").valueStream().toList();
  }

  private String created(String invoice) {
    var found = data(http.get(EVENTS + "?type=InvoiceCreated&tag=invoice:" + invoice));
    assertThat(found).hasSize(1);
    return found.getFirst().get("id").asString();
  }

  @Test
  void anEventIsFoundWithWhatFollowedFromIt() {
    var invoice = house.createInvoice(1_000);
    var id = created(invoice.id().toString());

    var event = http.get(EVENTS + "/" + id).is(200).json();

    assertThat(event.get("type").asString()).isEqualTo("InvoiceCreated");
    assertThat(event.at("/data/invoice").asString()).isEqualTo(invoice.id().toString());
    assertThat(event.get("deliveries").findValuesAsString("listener"))
        .containsExactlyInAnyOrder(
            "SendInvoiceNotification", "GenerateInvoicePdf", "QueueWebhooks");
    assertThat(event.get("deliveries").findValuesAsString("state")).containsOnly("waiting");
    house.work();
    var done = http.get(EVENTS + "/" + id).is(200).json();
    assertThat(done.get("deliveries").findValuesAsString("state")).containsOnly("completed");
    assertThat(data(http.get(EVENTS + "?limit=1"))).hasSize(1);
    assertThat(data(http.get(EVENTS + "?tag=nothing"))).isEmpty();
    http.get(EVENTS + "?tag=%20").is(Type.INVALID_REQUEST);
    http.get(EVENTS + "?cursor=1").is(Type.INVALID_REQUEST);
  }

  @Test
  void whatFollowedCanFollowAgain() {
    var invoice = house.createInvoice(1_000);
    house.work();
    house.takeMails();
    var replay = EVENTS + "/" + created(invoice.id().toString()) + "/replay";
    var key = UUID.randomUUID().toString();
    var body = "{\"listeners\": [\"SendInvoiceNotification\"]}".getBytes(StandardCharsets.UTF_8);

    var first = http.post(replay, body, key).is(202);

    assertThat(first.json().get("deliveries").asInt()).isEqualTo(1);
    assertThat(http.post(replay, body, key).is(202).text()).isEqualTo(first.text());
    house.work();
    assertThat(house.takeMails()).hasSize(1);
    http.post(replay, "{\"listeners\": [\"LogPaymentEvent\"]}").is(Type.VALIDATION, "/listeners");
    http.post(replay, "{\"listeners\": [\"Nobody\"]}").is(Type.VALIDATION, "/listeners");
    http.post(replay, "{\"all\": true}").is(Type.VALIDATION, "/all");
    http.post(EVENTS + "/" + UUID.randomUUID() + "/replay", "{}").is(Type.NOT_FOUND);
    assertThat(data(http.get(EVENTS + "?type=EventReplayed"))).hasSize(1);
  }

  /** As if the server had died after the effect and before it kept the answer. */
  private void forgetTheAnswer(String key) {
    assertThat(
            house
                .sql()
                .sql(
                    """
                    update idempotency_key set status = null, location = null, body = null
                    where key = ?
                    """)
                .param(key)
                .update())
        .isEqualTo(1);
    house.advance(Duration.ofMinutes(2));
  }

  @Test
  void aReplayThatWasBrokenOffIsNotBegunASecondTime() {
    var invoice = house.createInvoice(1_000);
    house.work();
    house.takeMails();
    var replay = EVENTS + "/" + created(invoice.id().toString()) + "/replay";
    var key = UUID.randomUUID().toString();
    var body = "{\"listeners\": [\"SendInvoiceNotification\"]}".getBytes(StandardCharsets.UTF_8);
    var first = http.post(replay, body, key).is(202);
    house.work();
    assertThat(house.takeMails()).hasSize(1);
    forgetTheAnswer(key);

    assertThat(http.post(replay, body, key).is(202).text()).isEqualTo(first.text());

    house.work();
    assertThat(house.takeMails()).isEmpty();
    assertThat(data(http.get(EVENTS + "?type=EventReplayed"))).hasSize(1);
    http.post(replay, body, UUID.randomUUID().toString()).is(202);
    house.work();
    assertThat(house.takeMails()).hasSize(1);
  }

  @Test
  void whatFailedIsSeenAndTriedAgain() {
    house.mailDown();
    var invoice = house.createInvoice(1_000);
    for (var wait : List.of(0, 1, 5, 15)) {
      house.advance(Duration.ofMinutes(wait));
      house.work();
    }
    var failed = data(http.get(DELIVERIES + "?state=failed&listener=SendInvoiceNotification"));
    assertThat(failed).hasSize(1);
    var job = failed.getFirst();
    assertThat(job.get("event_id").asString()).isEqualTo(created(invoice.id().toString()));
    assertThat(job.get("attempts").asInt()).isEqualTo(3);
    assertThat(job.toString()).as("nothing of other systems").doesNotContain("127.0.0.1");
    house.mailUp();
    var retry = DELIVERIES + "/" + job.get("id").asString() + "/retry";
    of(house.addTenant("Lagune", "Africa/Abidjan", "XOF")).post(retry, "{}").is(Type.NOT_FOUND);
    var key = UUID.randomUUID().toString();
    var first = http.post(retry, "{}".getBytes(StandardCharsets.UTF_8), key).is(202);
    http.post(retry, "{}").is(Type.NOT_FOUND);
    assertThat(http.post(retry, "{}".getBytes(StandardCharsets.UTF_8), key).is(202).text())
        .isEqualTo(first.text());
    assertThat(data(http.get(EVENTS + "?type=DeliveryRetried"))).hasSize(1);
    house.work();
    assertThat(house.takeMails()).anyMatch(mail -> subject(mail).contains(invoice.number()));
    assertThat(data(http.get(DELIVERIES + "?state=failed&listener=SendInvoiceNotification")))
        .isEmpty();
    http.get(DELIVERIES + "?state=lost").is(Type.INVALID_REQUEST);
    http.get(DELIVERIES + "?cursor=x").is(Type.INVALID_REQUEST);
  }

  private static String subject(jakarta.mail.internet.MimeMessage mail) {
    try {
      return mail.getSubject();
    } catch (jakarta.mail.MessagingException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  @Test
  void pagesLeadOnUntilAllIsSeen() {
    for (var n = 0; n < 5; n++) {
      house.createInvoice(10);
    }
    assertThat(leafThrough(EVENTS + "?limit=2&type=InvoiceCreated"))
        .hasSize(5)
        .doesNotHaveDuplicates();
    assertThat(leafThrough(DELIVERIES + "?limit=2&listener=GenerateInvoicePdf"))
        .hasSize(5)
        .doesNotHaveDuplicates();
  }

  private List<String> leafThrough(String path) {
    var seen = new java.util.ArrayList<String>();
    var page = http.get(path).is(200).json();
    seen.addAll(page.get("data").findValuesAsString("id"));
    while (page.get("has_more").asBoolean()) {
      page = http.get(path + "&cursor=" + page.get("next_cursor").asString()).is(200).json();
      seen.addAll(page.get("data").findValuesAsString("id"));
    }
    return seen;
  }

  @Test
  void aCompanySeesItsOwnAlone() {
    var invoice = house.createInvoice(1_000);
    var id = created(invoice.id().toString());
    var neighbour = of(house.addTenant("Lagune", "Africa/Abidjan", "XOF"));
    var theirs = data(neighbour.get(EVENTS + "?limit=100"));
    assertThat(theirs).extracting(e -> e.get("type").asString()).doesNotContain("InvoiceCreated");
    assertThat(data(neighbour.get(EVENTS + "?tag=invoice:" + invoice.id()))).isEmpty();
    assertThat(data(neighbour.get(DELIVERIES + "?limit=100"))).isEmpty();
    for (var path : List.of(EVENTS + "/" + id, EVENTS + "/" + UUID.randomUUID())) {
      neighbour.get(path).is(Type.NOT_FOUND);
      neighbour.post(path + "/replay", "{}").is(Type.NOT_FOUND);
    }
  }
}
