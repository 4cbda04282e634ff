package com.quittance.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.House;
import com.quittance.sealing.KeysUnusable;
import com.quittance.sealing.SealingKey;
import com.quittance.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The secrets that sign webhooks are sealed where they are kept. */
class WebhookSecretsTest {

  @TempDir static Path folder;
  private static WebhookBed bed;

  private String endpoint;
  private String secret;

  @BeforeAll
  static void open() {
    bed = new WebhookBed(folder);
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  @BeforeEach
  void add() {
    bed.house.sql().sql("delete from webhook_endpoint").update();
    var added = bed.addEndpoint("/sealed");
    endpoint = added.get("id").asString();
    secret = added.get("secret").asString();
  }

  private static String kept() {
    return bed.house.sql().sql("select secret from webhook_secret").query(String.class).single();
  }

  private static void keep(String other) {
    bed.house.sql().sql("update webhook_secret set secret = ?").param(other).update();
  }

  /** Of a server of its own on the same database. */
  private static void start(String keys) {
    var settings =
        SettingsLoader.in(folder)
            .environment(bed.house.environment())
            .environment(Map.of("QUITTANCE_SECRET_KEYS", keys))
            .load();
    House.stepped(settings, bed.house.clock()).close();
  }

  private void sendsSignedBy(String expected) {
    bed.receiver.take();
    bed.http.post(WebhookBed.path(endpoint) + "/test", "{}").is(202);
    bed.house.work();
    var call = bed.receiver.take().getFirst();
    var signature =
        WebhookSecret.headers(
                List.of(new WebhookSecret(expected)),
                UUID.fromString(call.header("webhook-id")),
                Instant.ofEpochSecond(Long.parseLong(call.header("webhook-timestamp"))),
                call.body())
            .get("webhook-signature");
    assertThat(call.header("webhook-signature")).isEqualTo(signature);
  }

  @Test
  void whoReadsTheDatabaseCannotSign() {
    assertThat(kept()).startsWith("v1.").doesNotContain(secret, secret.substring(6));
    sendsSignedBy(secret);
  }

  @Test
  void whatWasKeptInClearIsSealedAtTheNextStart() {
    keep(secret);
    start("");
    assertThat(kept()).startsWith("v1.").doesNotContain(secret.substring(6));
    sendsSignedBy(secret);
  }

  @Test
  void anotherKeyTakesOverAtAStart() throws IOException {
    var before = Files.readString(folder.resolve("secret.key")).strip();
    var next = SealingKey.fresh().base64();
    var old = kept();
    bed.house.advance(Duration.ofSeconds(1));
    start(next + ", " + before);
    assertThat(kept()).startsWith("v1.").isNotEqualTo(old);
    start(next);
    assertThatThrownBy(() -> start(before)).isInstanceOf(KeysUnusable.class);

    start(next + ", " + before);
    bed.house.advance(Duration.ofSeconds(1));
    start(before + ", " + next);
    start(before);
    sendsSignedBy(secret);
  }

  @Test
  void anothersSecretSignsNothing() {
    var mine = kept();
    bed.house.sql().sql("delete from webhook_endpoint").update();
    endpoint = bed.addEndpointOf("/other");
    keep(mine);
    bed.receiver.take();
    bed.http.post(WebhookBed.path(endpoint) + "/test", "{}").is(202);
    bed.house.work();
    assertThat(bed.receiver.take()).isEmpty();
  }
}
