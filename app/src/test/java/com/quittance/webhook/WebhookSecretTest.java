package com.quittance.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Signatures after Standard Webhooks 1.0. What is expected was computed by Python's hmac; {@link
 * VerifiersTest} asks the libraries of others.
 */
class WebhookSecretTest {

  private static final UUID MESSAGE = UUID.fromString("019c1f6e-0000-7000-8000-000000000001");
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00.999Z");
  private static final String BODY = "{\"montant\":\"5 000 F\u00a0CFA\"}";

  private static final WebhookSecret OLD =
      new WebhookSecret("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  private static final WebhookSecret NEW =
      new WebhookSecret("whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=");

  @Test
  void idTimeAndBodyAreSignedByEachSecret() {
    assertThat(WebhookSecret.headers(List.of(NEW, OLD), MESSAGE, NOW, BODY))
        .containsOnlyKeys("webhook-id", "webhook-timestamp", "webhook-signature")
        .containsEntry("webhook-id", MESSAGE.toString())
        .containsEntry("webhook-timestamp", "1772445600")
        .containsEntry(
            "webhook-signature",
            "v1,v8vcx2wyFtAnX6VMQsly31UumIY8h4davX+OetLC84k="
                + " v1,T1WXjaWI812STA37KLumdcL6gj16KRPSJm+BvkdMyxo=");
  }

  @Test
  void aFreshOneIsOf32BytesThatNobodyGuesses() {
    var one = WebhookSecret.fresh();
    assertThat(one.text()).startsWith("whsec_");
    var bytes = Base64.getDecoder().decode(one.text().substring("whsec_".length()));
    assertThat(bytes).hasSize(32).isNotEqualTo(new byte[32]);
    assertThat(WebhookSecret.fresh()).isNotEqualTo(one);
  }

  @Test
  void noLogShowsIt() {
    assertThat(NEW).hasToString("whsec_…");
  }
}
