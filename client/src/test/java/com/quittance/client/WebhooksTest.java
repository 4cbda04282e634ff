package com.quittance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Against what tools/webhooks' libraries sign: {@code new Webhook(secret).sign(id, date, body)}.
 */
class WebhooksTest {

  private static final String FIRST = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String BY_STANDARDWEBHOOKS =
      "v1,yRmVBaNwEexMXh4PW3Sj3EsxrqgRpOScLaNnxMZ/w0U=";
  private static final String SECOND = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
  private static final String BY_SVIX = "v1,WwS+YzfmPBPWWogDEKBVlCquy5QFvqWA6BB3ejLr+Zo=";

  private static final String BODY =
      "{\"id\":\"019cadfd-8900-7151-b6f2-ed5a70cc4326\",\"type\":\"invoice.paid\","
          + "\"created_at\":\"2026-03-02T10:00:00Z\",\"data\":{\"number\":\"FAC-2026-000001\","
          + "\"total\":1180000,\"currency\":\"XOF\",\"note\":\"payée\"}}";
  private static final Instant SENT = Instant.ofEpochSecond(1_772_445_600);

  private final Map<String, String> headers =
      new HashMap<>(
          Map.of(
              "webhook-id",
              "019cadfd-8900-7151-b6f2-ed5a70cc4326",
              "webhook-timestamp",
              "1772445600",
              "webhook-signature",
              BY_STANDARDWEBHOOKS));

  private WebhookEvent verify(String body, Instant now, String... secrets) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return Webhooks.verify(List.of(secrets), headers::get, bytes, InstantSource.fixed(now));
  }

  private void isRefused(String why, String body, Instant now, String... secrets) {
    assertThatThrownBy(() -> verify(body, now, secrets))
        .isInstanceOf(InvalidWebhookException.class)
        .hasMessageContaining(why);
  }

  @Test
  void whatOthersSignIsTaken() {
    var event = verify(BODY, SENT, FIRST);
    assertThat(event.type()).isEqualTo("invoice.paid");
    assertThat(event.id()).hasToString(headers.get("webhook-id"));
    assertThat(event.data().get("total").asLong()).isEqualTo(1_180_000);

    headers.put("webhook-signature", BY_SVIX);
    verify(BODY, SENT, SECOND);
  }

  @Test
  void oneOfTheSecretsAndOneOfTheSignaturesIsEnough() {
    verify(BODY, SENT, SECOND, FIRST);
    headers.put("webhook-signature", "v1a,AAAA " + BY_SVIX + " " + BY_STANDARDWEBHOOKS);
    verify(BODY, SENT, FIRST);
    verify(BODY, SENT, SECOND);
  }

  @Test
  void nothingElseIs() {
    isRefused("no signature", BODY.replace("1180000", "1180001"), SENT, FIRST);
    isRefused("no signature", BODY, SENT, SECOND);
    headers.put("webhook-timestamp", "1772445601");
    isRefused("no signature", BODY, SENT, FIRST);
    headers.put("webhook-timestamp", "1772445600");
    headers.put("webhook-id", "another");
    isRefused("no signature", BODY, SENT, FIRST);
    headers.remove("webhook-id");
    isRefused("there is no webhook-id", BODY, SENT, FIRST);
    headers.put("webhook-signature", "");
    headers.put("webhook-id", "019cadfd-8900-7151-b6f2-ed5a70cc4326");
    isRefused("no signature", BODY, SENT, FIRST);
  }

  @Test
  void itsTimeIsNear() {
    verify(BODY, SENT.plusSeconds(300), FIRST);
    verify(BODY, SENT.minusSeconds(300), FIRST);
    isRefused("300 seconds", BODY, SENT.plusSeconds(301), FIRST);
    isRefused("300 seconds", BODY, SENT.minusSeconds(301), FIRST);
  }

  @Test
  void aSecretThatIsNoneIsToldToTheProgrammer() {
    for (var secret : new String[] {"MfKQ9r8G", "whsec_", "whsec_!"}) {
      assertThatThrownBy(() -> verify(BODY, SENT, secret))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("MfKQ");
    }
  }
}
