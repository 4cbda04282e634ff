package com.quittance.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to a receiver who writes, after Standard Webhooks 1.0.
 *
 * @param text {@code whsec_} and Base64
 */
record WebhookSecret(String text) {

  private static final String PREFIX = "whsec_";
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  static WebhookSecret fresh() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * @param secrets each signs; a receiver is content with one
   */
  static Map<String, String> headers(
      List<WebhookSecret> secrets, UUID message, Instant now, String body) {
    var timestamp = Long.toString(now.getEpochSecond());
    var signed = "%s.%s.%s".formatted(message, timestamp, body);
    return Map.of(
        "webhook-id",
        message.toString(),
        "webhook-timestamp",
        timestamp,
        "webhook-signature",
        secrets.stream().map(secret -> secret.sign(signed)).collect(Collectors.joining(" ")));
  }

  private String sign(String signed) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      var key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      var signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }

  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
