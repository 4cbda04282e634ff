package com.quittance.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is sent again has its effect once, and the same answer. */
@ExtendWith(Doors.Opened.class)
class IdempotencyTest {

  private static final String CLIENTS = "/api/v1/clients";
  private static final String INVOICES = "/api/v1/invoices";

  private final Doors doors;
  private final Http http;

  IdempotencyTest(Doors doors) {
    this.doors = doors;
    this.http = doors.http();
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Http.Answer post(String path, String json, String key) {
    return http.post(path, bytes(json), key);
  }

  private String invoice(long total) {
    return """
        {"client_id": "%s", "lines": [{"description": "Conseil", "quantity": 1, "unit_price": %d}]}
        """
        .formatted(client(), total);
  }

  private String client() {
    return http.post(CLIENTS, "{\"name\": \"Awa\", \"email\": \"awa@example.com\"}").is(201).id();
  }

  private long total() {
    return http.get(INVOICES + "?limit=100").json().get("data").size();
  }

  @Test
  void aRepetitionIsAnsweredWithTheSameBytesAndHasNoEffect() {
    var body = invoice(1_000);
    var key = key();
    var first = post(INVOICES, body, key).is(201);
    var before = doors.contents();
    var second = post(INVOICES, body, key).is(201);

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void aHundredAtOnceHaveOneEffect() {
    var body = invoice(1_000);
    var key = key();
    var before = total();
    var answers = Doors.atOnce(100, () -> post(INVOICES, body, key));

    assertThat(total()).isEqualTo(before + 1);
    var made = answers.stream().filter(answer -> answer.status() == 201).toList();
    assertThat(made).isNotEmpty();
    assertThat(made.stream().map(Http.Answer::text).distinct()).hasSize(1);
    for (var answer : answers) {
      if (answer.status() != 201) {
        answer.is(Type.IDEMPOTENCY_KEY_IN_USE);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
      }
    }
  }

  @Test
  void aKeyIsForOneRequest() {
    var key = key();
    post(INVOICES, invoice(1_000), key).is(201);
    var before = doors.contents();

    post(INVOICES, invoice(2_000).replace("Conseil", "Other"), key).is(Type.IDEMPOTENCY_KEY_REUSED);
    assertThat(doors.contents().get("public.invoice")).isEqualTo(before.get("public.invoice"));
    post(CLIENTS, "{\"name\": \"Awa\", \"email\": \"awa@example.com\"}", key).is(201);
  }

  @Test
  void aKeyMeansNothingToAnotherTokenOrTenant() {
    var body = "{\"name\": \"Awa\", \"email\": \"awa@example.com\"}";
    var key = key();
    var first = post(CLIENTS, body, key).is(201);

    assertThat(http.as(doors.house().token()).post(CLIENTS, bytes(body), key).is(201).id())
        .isNotEqualTo(first.id());
    assertThat(doors.as(doors.newTenant()).post(CLIENTS, bytes(body), key).is(201).id())
        .isNotEqualTo(first.id());
  }

  @Test
  void whatWasRefusedMayBeTriedAgainUnderItsKey() {
    var key = key();
    post(CLIENTS, "{\"name\": \"Awa\", \"email\": \"nobody\"}", key).is(Type.VALIDATION, "/email");
    post(CLIENTS, "{\"name\": \"Awa\", \"email\": \"awa@example.com\"}", key).is(201);
  }

  @Test
  void moneyIsNotMovedWithoutAKey() {
    var payments = "%s/%s/payments".formatted(INVOICES, http.post(INVOICES, invoice(1_000)).id());
    var before = doors.contents();

    http.post(
            payments,
            BodyPublishers.ofString("{\"gateway\": \"manual\", \"amount\": 400}"),
            Map.of("Content-Type", "application/json"))
        .is(Type.IDEMPOTENCY_KEY_MISSING);
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void moneyIsMovedOnceWhateverIsSentAtTheSameTime() {
    var invoice = http.post(INVOICES, invoice(1_000)).id();
    var payments = "%s/%s/payments".formatted(INVOICES, invoice);
    var key = key();
    Doors.atOnce(30, () -> post(payments, "{\"gateway\": \"manual\", \"amount\": 400}", key));

    assertThat(http.get(INVOICES + "/" + invoice).json().get("amount_paid").asLong())
        .isEqualTo(400);
    assertThat(http.get(payments).json().get("data")).hasSize(1);
  }

  @Test
  void aPaymentAtTheGatewayIsMadeOnceAndAnsweredWithItsSecretAgain() {
    var invoice = http.post(INVOICES, invoice(1_000)).id();
    var payments = "%s/%s/payments".formatted(INVOICES, invoice);
    var key = key();
    var stripe = "{\"gateway\": \"stripe\", \"amount\": 400}";
    var answers = Doors.atOnce(10, () -> post(payments, stripe, key));
    var again = post(payments, stripe, key).is(201);

    assertThat(again.json().get("client_secret").asString()).isNotBlank();
    assertThat(answers.stream().filter(answer -> answer.status() == 201))
        .isNotEmpty()
        .allSatisfy(answer -> assertThat(answer.body()).isEqualTo(again.body()));
    assertThat(http.get(payments).json().get("data")).hasSize(1);
  }

  private static final String AT_STRIPE = "{\"gateway\": \"stripe\", \"amount\": 400}";

  private void leaseEnds() {
    doors.house().advance(Duration.ofSeconds(61));
  }

  @Test
  void whoTookTooLongIsAnsweredWhatItsRepetitionWas() {
    var payments = "%s/%s/payments".formatted(INVOICES, http.post(INVOICES, invoice(1_000)).id());
    for (var refused : List.of(true, false)) {
      var key = key();
      var second = new AtomicReference<Http.Answer>();
      doors
          .stripe()
          .letWait(
              refused,
              () -> {
                leaseEnds();
                second.set(post(payments, AT_STRIPE, key));
              });
      var first = post(payments, AT_STRIPE, key);

      assertThat(first.is(201).body()).isEqualTo(second.get().is(201).body());
      assertThat(post(payments, AT_STRIPE, key).is(201).body()).isEqualTo(first.body());
    }
    assertThat(http.get(payments).json().get("data")).hasSize(2);
  }

  @Test
  void whoTookTooLongFreesNoKeyThatAnotherHasTakenOver() throws Exception {
    var payments = "%s/%s/payments".formatted(INVOICES, http.post(INVOICES, invoice(1_000)).id());
    var key = key();
    var secondIsThere = new CountDownLatch(1);
    var firstIsGone = new CountDownLatch(1);
    var second = new AtomicReference<CompletableFuture<Http.Answer>>();
    doors
        .stripe()
        .letWait(
            true,
            () -> {
              leaseEnds();
              second.set(CompletableFuture.supplyAsync(() -> post(payments, AT_STRIPE, key)));
              await(secondIsThere);
            });
    doors
        .stripe()
        .letWait(
            false,
            () -> {
              secondIsThere.countDown();
              await(firstIsGone);
            });
    post(payments, AT_STRIPE, key).is(Type.IDEMPOTENCY_KEY_IN_USE);
    firstIsGone.countDown();

    var answer = second.get().get(20, TimeUnit.SECONDS).is(201);
    assertThat(post(payments, AT_STRIPE, key).is(201).body()).isEqualTo(answer.body());
    assertThat(http.get(payments).json().get("data")).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException impatient) {
      throw new IllegalStateException(impatient);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"quoted-1\"", "bare-1", "a:b.c_d-e"})
  void aKeyMayStandInQuotes(String key) {
    var body = "{\"name\": \"Awa\", \"email\": \"awa@example.com\"}";
    var first = post(CLIENTS, body, key).is(201);
    assertThat(post(CLIENTS, body, key.replace("\"", "")).is(201).id()).isEqualTo(first.id());
  }

  @Test
  void aKeyThatIsNoneIsRefused() {
    for (var key : List.of("with space", "é", "x".repeat(256), "\"\"")) {
      var body = "{\"name\": \"Awa\", \"email\": \"awa@example.com\"}";
      http.send(
              "POST",
              CLIENTS,
              BodyPublishers.ofString(body),
              Map.of("Content-Type", "application/json", "Idempotency-Key", key))
          .is(Type.INVALID_REQUEST);
    }
  }

  @Test
  void keysAreForgottenAfterAMonth(@TempDir Path folder) {
    try (var house = TestHouse.open(folder)) {
      house.house().schedule().run();
      keep(house, "old");
      house.advance(Idempotency.KEPT_FOR.minusDays(1));
      keep(house, "young");
      house.house().schedule().run();
      assertThat(house.count("idempotency_key")).isEqualTo(2);

      house.advance(Duration.ofDays(2));
      house.house().schedule().run();
      assertThat(house.sql().sql("select key from idempotency_key").query(String.class).list())
          .containsExactly("young");
    }
  }

  private static void keep(TestHouse house, String key) {
    house
        .house()
        .transactions()
        .run(
            house.scope(),
            tx ->
                new KeptAnswers(tx)
                    .begin(
                        new IdempotencyKey("POST /x", key, new byte[32]),
                        new KeptAnswers.Run(UUID.randomUUID(), house.clock().instant())));
  }
}
