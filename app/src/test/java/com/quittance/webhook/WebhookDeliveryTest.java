package com.quittance.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.client.Webhooks;
import com.quittance.webhook.Receiver.Reaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From an event to a receiver's answer, over days. */
class WebhookDeliveryTest {

  /** As the documentation promises, with the most that chance can add. */
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofMillis(5_500),
          Duration.ofSeconds(330),
          Duration.ofMinutes(33),
          Duration.ofMinutes(132),
          Duration.ofMinutes(330),
          Duration.ofHours(11),
          Duration.ofMinutes(924),
          Duration.ofHours(22),
          Duration.ofMinutes(1_584));

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private WebhookBed bed;
  private Receiver receiver;

  @BeforeEach
  void open() {
    bed = new WebhookBed(folder);
    receiver = bed.receiver;
  }

  @AfterEach
  void close() {
    bed.close();
  }

  private static String signature(JsonNode endpoint, Receiver.Call call) throws Exception {
    var key =
        Base64.getDecoder().decode(endpoint.get("secret").asString().substring("whsec_".length()));
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    var signed =
        "%s.%s.%s"
            .formatted(call.header("webhook-id"), call.header("webhook-timestamp"), call.body());
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anEventIsToldSignedAndInItsPublicForm() throws Exception {
    var endpoint = bed.addEndpoint("/hooks", "invoice.created");
    var invoice = bed.house.createInvoice(1_180_000);
    bed.house.work();
    var call = receiver.take().getFirst();
    var id = call.header("webhook-id");
    assertThat(JSON.readTree(call.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "%s", "type": "invoice.created", "created_at": "2026-03-02T10:00:00Z",
                 "data": {"invoice_id": "%s", "client_id": "%s", "number": "%s", "total": 1180000,
                          "currency": "XOF"}}
                """
                    .formatted(id, invoice.id(), invoice.client(), invoice.number())));
    assertThat(call.header("Content-Type")).startsWith("application/json");
    assertThat(call.header("User-Agent")).isEqualTo("Quittance-Webhooks/1");
    assertThat(call.header("webhook-timestamp"))
        .isEqualTo(Long.toString(bed.house.clock().instant().getEpochSecond()));
    assertThat(call.header("webhook-signature")).isEqualTo(signature(endpoint, call));
    var secrets = List.of(endpoint.get("secret").asString());
    var body = call.body().getBytes(StandardCharsets.UTF_8);
    var event = Webhooks.verify(secrets, call::header, body, bed.house.clock());
    assertThat(event.id()).hasToString(id);
    var delivery = bed.onlyDelivery(endpoint.get("id").asString());
    assertThat(delivery.get("state").asString()).isEqualTo("delivered");
    assertThat(delivery.get("event_id").asString()).isEqualTo(id);
    assertThat(delivery.at("/attempts/0/status").asInt()).isEqualTo(200);
  }

  @Test
  void anEndpointHearsWhatItChose() {
    bed.addEndpoint("/all");
    bed.addEndpoint("/payments", "payment.received", "invoice.paid");
    var invoice = bed.house.createInvoice(1_000);
    var payment = "{\"gateway\": \"manual\", \"amount\": 1000}";
    bed.http.post("/api/v1/invoices/" + invoice.id() + "/payments", payment).is(201);
    bed.house.work();
    assertThat(types("/all"))
        .containsExactlyInAnyOrder(
            "client.added", "invoice.created", "invoice.paid", "payment.received");
    assertThat(types("/payments")).containsExactlyInAnyOrder("invoice.paid", "payment.received");
    var paid =
        receiver.calls("/payments").stream()
            .map(call -> JSON.readTree(call.body()))
            .filter(body -> body.get("type").asString().equals("payment.received"))
            .findFirst()
            .orElseThrow();
    assertThat(paid.at("/data/invoice_id").asString()).isEqualTo(invoice.id().toString());
    assertThat(paid.at("/data/amount").asInt()).isEqualTo(1_000);
    assertThat(paid.at("/data/currency").asString()).isEqualTo("XOF");
  }

  private List<String> types(String path) {
    return receiver.calls(path).stream()
        .map(call -> JSON.readTree(call.body()).get("type").asString())
        .toList();
  }

  @Test
  void whatHappenedBeforeAnEndpointWasThereIsNotToldToIt() {
    bed.house.createInvoice(1_000);
    bed.house.advance(Duration.ofMinutes(1));
    bed.addEndpoint("/late");
    bed.house.work();
    assertThat(receiver.calls()).isEmpty();
  }

  @Test
  void aReceiverThatIsDownIsTriedForThreeDaysThenDisabledAndItsOwnerTold() throws Exception {
    receiver.reacts(_ -> new Reaction(500, Map.of(), "out of order"));
    var endpoint = bed.addEndpointOf("/down", "invoice.created");
    bed.house.createInvoice(1_000);
    bed.house.work();
    var ids = new HashSet<String>();
    var timestamps = new HashSet<String>();
    for (var wait : WAITS) {
      var calls = receiver.take();
      assertThat(calls).hasSize(1);
      ids.add(calls.getFirst().header("webhook-id"));
      timestamps.add(calls.getFirst().header("webhook-timestamp"));
      assertThat(bed.endpoint(endpoint).get("enabled").asBoolean()).isTrue();
      bed.house.takeMails();
      bed.workAfter(wait.multipliedBy(10).dividedBy(11).minusMillis(1)); // not sooner than said
      assertThat(receiver.calls()).isEmpty();
      bed.workAfter(wait.dividedBy(11).plusMillis(1));
    }
    assertThat(receiver.take()).hasSize(1);
    assertThat(ids).hasSize(1);
    assertThat(timestamps).hasSize(9);

    var delivery = bed.onlyDelivery(endpoint);
    assertThat(delivery.get("state").asString()).isEqualTo("failed");
    assertThat(delivery.get("attempts")).hasSize(10);
    assertThat(delivery.at("/attempts/9/status").asInt()).isEqualTo(500);
    assertThat(delivery.at("/attempts/9/response").asString()).isEqualTo("out of order");
    var disabled = bed.endpoint(endpoint);
    assertThat(disabled.get("enabled").asBoolean()).isFalse();
    assertThat(disabled.get("disabled_reason").asString()).isEqualTo("failing");
    var mails =
        bed.house.takeMails().stream().filter(mail -> subject(mail).contains("Webhook")).toList();
    assertThat(mails).hasSize(1);
    assertThat(mails.getFirst().getAllRecipients()[0]).hasToString("compta@sahel.example");
    assertThat(subject(mails.getFirst())).contains("127.0.0.1");

    bed.house.createInvoice(2_000);
    bed.workAfter(Duration.ofDays(5));
    assertThat(receiver.calls()).isEmpty();
    assertThat(bed.deliveries(endpoint)).hasSize(1);
  }

  private static String subject(jakarta.mail.internet.MimeMessage mail) {
    try {
      return mail.getSubject();
    } catch (jakarta.mail.MessagingException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  @Test
  void aReceiverThatTakesOtherMessagesIsNotDisabledForOne() {
    receiver.reacts(call -> Reaction.of(call.body().contains("client.added") ? 500 : 200));
    var endpoint = bed.addEndpointOf("/picky");
    bed.house.createInvoice(1_000);
    bed.house.work();
    WAITS.forEach(bed::workAfter);
    assertThat(bed.deliveries(endpoint))
        .extracting(delivery -> delivery.get("state").asString())
        .containsExactlyInAnyOrder("delivered", "failed");
    assertThat(bed.endpoint(endpoint).get("enabled").asBoolean()).isTrue();
  }

  @Test
  void aReceiverThatIsGoneIsDisabledAtOnce() {
    receiver.answers(410);
    var endpoint = bed.addEndpointOf("/gone", "invoice.created");
    bed.house.createInvoice(1_000);
    bed.house.work();
    assertThat(bed.endpoint(endpoint).get("disabled_reason").asString()).isEqualTo("gone");
    assertThat(bed.onlyDelivery(endpoint).get("state").asString()).isEqualTo("failed");
    assertThat(bed.house.takeMails()).anyMatch(mail -> subject(mail).contains("Webhook"));
    bed.workAfter(Duration.ofDays(5));
    assertThat(receiver.take()).hasSize(1);
  }

  @Test
  void aReceiverIsGivenTheTimeItAsksFor() {
    receiver.reacts(_ -> new Reaction(503, Map.of("Retry-After", "3600"), ""));
    bed.addEndpoint("/busy", "invoice.created");
    bed.house.createInvoice(1_000);
    bed.house.work();
    bed.workAfter(Duration.ofSeconds(3_599));
    assertThat(receiver.take()).hasSize(1);
    receiver.answers(204);
    bed.workAfter(Duration.ofSeconds(1));
    assertThat(receiver.take()).hasSize(1);
  }

  /**
   * After a repair: what failed is sent again under the id it had, and then counts as delivered.
   */
  @Test
  void whatFailedCanBeReplayed() {
    receiver.answers(410);
    var endpoint = bed.addEndpointOf("/repaired", "invoice.created");
    bed.house.createInvoice(1_000);
    bed.house.work();
    var before = receiver.take().getFirst();
    var delivery = bed.onlyDelivery(endpoint).get("id").asString();
    var replay = WebhookBed.path(endpoint) + "/deliveries/" + delivery + "/replay";
    bed.http.post(replay, "{}").is(com.quittance.http.Problem.Type.WEBHOOK_ENDPOINT_DISABLED);
    bed.patch(endpoint, "{\"enabled\": true}").is(200);
    receiver.answers(200);
    var key = "the-same-key";
    var first = bed.http.post(replay, "{}".getBytes(StandardCharsets.UTF_8), key).is(202);
    var second = bed.http.post(replay, "{}".getBytes(StandardCharsets.UTF_8), key).is(202);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(first.json().get("state").asString()).isEqualTo("pending");
    bed.house.advance(Duration.ofSeconds(1));
    bed.house.work();
    var after = receiver.take();
    assertThat(after).hasSize(1);
    assertThat(after.getFirst().body()).isEqualTo(before.body());
    assertThat(after.getFirst().header("webhook-id")).isEqualTo(before.header("webhook-id"));
    assertThat(after.getFirst().header("webhook-timestamp"))
        .isNotEqualTo(before.header("webhook-timestamp"));
    var one = bed.http.get(WebhookBed.path(endpoint) + "/deliveries/" + delivery).is(200).json();
    assertThat(one.get("state").asString()).isEqualTo("delivered");
    assertThat(one.get("attempts")).hasSize(2);
    assertThat(one.get("body").asString()).isEqualTo(before.body());
  }

  @Test
  void aReplayTakesThePlaceOfWhatWasPlanned() {
    receiver.answers(500);
    var endpoint = bed.addEndpointOf("/impatient", "invoice.created");
    bed.house.createInvoice(1_000);
    bed.house.work();
    receiver.answers(200);
    var delivery = bed.onlyDelivery(endpoint).get("id").asString();
    bed.http.post(WebhookBed.path(endpoint) + "/deliveries/" + delivery + "/replay", "{}").is(202);
    bed.house.work();
    assertThat(receiver.take()).hasSize(2);
    bed.workAfter(Duration.ofDays(5));
    assertThat(receiver.take()).isEmpty();
  }

  @Test
  void bothSecretsSignWhileOneTakesOver() throws Exception {
    var old = bed.addEndpoint("/rotating", "invoice.created");
    var id = old.get("id").asString();
    var rotated = bed.http.post(WebhookBed.path(id) + "/rotate-secret", "{}").is(200).json();
    assertThat(rotated.get("secret").asString()).isNotEqualTo(old.get("secret").asString());
    bed.house.createInvoice(1_000);
    bed.house.work();
    var call = receiver.take().getFirst();
    assertThat(call.header("webhook-signature"))
        .isEqualTo(signature(rotated, call) + " " + signature(old, call));
    bed.house.advance(Duration.ofHours(24));
    bed.house.createInvoice(1_000);
    bed.house.work();
    var later = receiver.take().getFirst();
    assertThat(later.header("webhook-signature")).isEqualTo(signature(rotated, later));
    var atOnce =
        bed.http.post(WebhookBed.path(id) + "/rotate-secret", "{\"overlap_hours\": 0}").is(200);
    bed.house.createInvoice(1_000);
    bed.house.work();
    var last = receiver.take().getFirst();
    assertThat(last.header("webhook-signature")).isEqualTo(signature(atOnce.json(), last));
  }

  @Test
  void aTestIsSentWhateverWasChosen() {
    var endpoint = bed.addEndpointOf("/trying", "invoice.paid");
    var queued = bed.http.post(WebhookBed.path(endpoint) + "/test", "{}").is(202).json();
    bed.house.work();
    var call = receiver.take().getFirst();
    var body = JSON.readTree(call.body());
    assertThat(body.get("type").asString()).isEqualTo("webhook.test");
    assertThat(body.at("/data/endpoint_id").asString()).isEqualTo(endpoint);
    assertThat(queued.get("event_id").asString()).isEqualTo(call.header("webhook-id"));
  }

  @Test
  void whatIsRemovedIsToldNothingMore() {
    receiver.answers(500);
    var endpoint = bed.addEndpointOf("/removed", "invoice.created");
    bed.house.createInvoice(1_000);
    bed.house.work();
    receiver.take();
    bed.http
        .send(
            "DELETE",
            WebhookBed.path(endpoint),
            java.net.http.HttpRequest.BodyPublishers.noBody(),
            Map.of())
        .is(204);
    bed.workAfter(Duration.ofDays(5));
    assertThat(receiver.take()).isEmpty();
    for (var table : List.of("webhook_secret", "webhook_delivery", "webhook_attempt")) {
      assertThat(bed.house.count(table)).as(table).isZero();
    }
  }

  /** No attempt finds what was allowed once: the settings of today are asked. */
  @Test
  void aDestinationThatIsNoLongerAllowedIsNotCalled() {
    var endpoint = bed.addEndpointOf("/moved", "invoice.created");
    bed.house
        .sql()
        .sql("update webhook_endpoint set url = ?")
        .param(receiver.url("/x").replace("127.0.0.1", "[::1]"))
        .update();
    bed.house.createInvoice(1_000);
    bed.house.work();
    var attempt = bed.onlyDelivery(endpoint).at("/attempts/0");
    assertThat(attempt.get("failure").asString()).isEqualTo("destination_refused");
    assertThat(attempt.get("status").isNull()).isTrue();
    assertThat(receiver.calls()).isEmpty();
  }

  @Test
  void theLogIsKeptForAWhile() {
    var endpoint = bed.addEndpointOf("/log", "invoice.created");
    bed.house.createInvoice(1_000);
    bed.house.work();
    bed.house.advance(Duration.ofDays(29));
    bed.house.house().schedule().run();
    assertThat(bed.deliveries(endpoint)).hasSize(1);
    bed.house.advance(Duration.ofDays(2));
    bed.house.house().schedule().run();
    assertThat(bed.deliveries(endpoint)).isEmpty();
    assertThat(bed.house.count("webhook_attempt")).isZero();
  }

  /** The attempts are no changes: the audit log tells of endpoints, not of messages. */
  @Test
  void theAuditLogTellsOfEndpoints() {
    receiver.answers(410);
    var endpoint = bed.addEndpointOf("/audited", "invoice.created");
    bed.http.post(WebhookBed.path(endpoint) + "/rotate-secret", "{}").is(200);
    bed.house.createInvoice(1_000);
    bed.house.work();
    assertThat(
            bed.house
                .sql()
                .sql("select action from audit_entry where action ~ 'Webhook' order by seq")
                .query(String.class)
                .list())
        .containsExactly("WebhookEndpointAdded", "WebhookSecretRotated", "WebhookEndpointDisabled");
    var chains = bed.house.house().auditChains();
    assertThat(chains.verify(bed.house.tenant().id().value(), List.of()).findings()).isEmpty();
  }
}
