package com.quittance.client;

import static com.quittance.client.ScriptedServer.NOW;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {

  private static final NewClient AWA = NewClient.of("Awa", "awa@example.com");

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  private void add() {
    server.quittance().clients().create(AWA);
  }

  @Test
  void aRequestKeepsItsKeyUntilItIsAnswered() {
    server.hangsUp().refuses(503, "unavailable");
    server.refuses(409, "idempotency-key-in-use", "Retry-After", "1");
    add();

    assertThat(server.calls).hasSize(4);
    assertThat(server.calls.stream().distinct()).hasSize(1);
    assertThat(server.calls.get(0).key()).matches("[0-9a-f]{32}");
    assertThat(server.waits.get(0)).isBetween(ofMillis(250), ofMillis(500));
    assertThat(server.waits.get(1)).isBetween(ofMillis(500), ofMillis(1_000));
    assertThat(server.waits.get(2)).isBetween(ofMillis(2_000), ofMillis(3_000));
  }

  @Test
  void everyRequestHasAKeyOfItsOwnUnlessOneIsGiven() {
    add();
    add();
    server.quittance().withKey("order-4711").clients().create(AWA);
    server.quittance().withKey("order-4711").clients().create(AWA);

    assertThat(server.calls.stream().map(ScriptedServer.Call::key).distinct()).hasSize(3);
    assertThat(server.calls.get(3).key()).isEqualTo("order-4711");
    assertThatThrownBy(() -> server.quittance().withKey("a b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theServersWishIsHeeded() {
    var date = NOW.plusSeconds(20).atZone(ZoneOffset.UTC);
    server.refuses(429, "rate-limited", "Retry-After", "41");
    server.refuses(
        429, "rate-limited", "Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(date));
    server.refuses(429, "rate-limited", "Retry-After", "soon");
    add();

    assertThat(server.waits.get(0)).isBetween(ofSeconds(41), ofMillis(41_500));
    assertThat(server.waits.get(1)).isBetween(ofMillis(500), ofSeconds(1)); // it is past by now
    assertThat(server.waits.get(2)).isBetween(ofSeconds(1), ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource({
    "400, malformed-json", "401, token-expired", "403, ability-missing", "404, not-found",
    "409, overpayment", "412, precondition-failed", "422, validation", "500, internal",
    "503, not-configured"
  })
  void whatWouldBeRefusedAgainIsNotRepeated(int status, String type) {
    server.refuses(status, type);
    assertThatThrownBy(this::add)
        .isInstanceOfSatisfying(
            ProblemException.class, refused -> assertThat(refused.is(type)).isTrue());
    assertThat(server.calls).hasSize(1);
    assertThat(server.waits).isEmpty();
  }

  @Test
  void attemptsAreCounted() {
    for (var i = 0; i < 9; i++) {
      server.refuses(502, "gateway-failed");
    }
    assertThatThrownBy(this::add).hasMessageContaining("502 /problems/gateway-failed");
    assertThat(server.calls).hasSize(4);
    assertThatThrownBy(() -> server.setup().retries(Retries.NONE).token("qt_1").get("/api/v1/x"))
        .isInstanceOf(ProblemException.class);
    assertThat(server.calls).hasSize(5);
  }

  @Test
  void aWaitThatIsTooLongIsNotBegun() {
    server.refuses(429, "rate-limited", "Retry-After", "3600");
    assertThatThrownBy(this::add)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.retryAfter()).isEqualTo(Duration.ofHours(1)));
    assertThat(server.waits).isEmpty();
  }

  @Test
  void whatMayHaveHadItsEffectIsNotRepeatedWithoutAKeyThatIsKept() {
    var id = UUID.randomUUID();
    server.hangsUp();
    var endpoint = NewWebhookEndpoint.at("https://ledger.example");
    assertThatThrownBy(() -> server.quittance().webhookEndpoints().create(endpoint))
        .isInstanceOf(UncheckedIOException.class);
    server.refuses(503, "unavailable");
    assertThatThrownBy(() -> server.quittance().post("/api/v1/tokens", Map.of()))
        .isInstanceOf(ProblemException.class);
    server.hangsUp();
    assertThatThrownBy(() -> server.quittance().clients().change(id, ClientChange.NOTHING))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(server.calls).hasSize(3);

    server.refuses(429, "rate-limited");
    server.quittance().clients().change(id, ClientChange.NOTHING);
    assertThat(server.calls).hasSize(5);
  }

  @Test
  void noServerIsToldWithTheKey() {
    server.close();
    assertThatThrownBy(() -> server.quittance().withKey("order-1").clients().create(AWA))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("POST /api/v1/clients (Idempotency-Key: order-1)")
        .hasMessageContaining("4 attempts");
    assertThat(server.waits).hasSize(3);
  }

  @Test
  void anAnswerThatDoesNotEndIsNoAnswer() {
    server.staysOpen();
    server.setup().timeout(ofMillis(300)).token("qt_1").clients().create(AWA);
    assertThat(server.waits).hasSize(1);
  }

  @Test
  void anInterruptionEndsIt() {
    server.refuses(503, "unavailable");
    var quittance =
        server
            .setup()
            .time(
                InstantSource.fixed(NOW),
                time -> {
                  throw new InterruptedException();
                })
            .token("qt_1");
    assertThatThrownBy(() -> quittance.clients().create(AWA))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.calls).hasSize(1);
  }

  @Test
  void theTokenIsNeverTold() {
    assertThat(server.quittance().toString()).doesNotContain("qt_");
    assertThatThrownBy(() -> server.setup().token("qt_1234\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("1234");
    server.refuses(404, "not-found");
    assertThatThrownBy(this::add).hasMessageNotContaining("qt_1234");
    for (var path : new String[] {"@other.example/api/", "//other.example/api/", "api"}) {
      assertThatThrownBy(() -> server.quittance().get(path))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (var address : new String[] {"billing.example", "ftp://billing.example", "https:///x"}) {
      assertThatThrownBy(() -> Quittance.at(URI.create(address)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
