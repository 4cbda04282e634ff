package com.quittance.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Verifies what comes from Quittance, after Standard Webhooks 1.0. Threads may share it. */
public final class Webhooks {

  private static final Duration TOLERANCE = Duration.ofSeconds(300);

  private Webhooks() {}

  /**
   * The event, once it is sure who sent it: a signature is of one of the secrets, and its time is
   * within 300 seconds of this machine's.
   *
   * @param secrets {@code whsec_…}; more than one while one takes over from another
   * @param header gives a header by its name in lower case, such as {@code request::getHeader};
   *     {@code null} when there is none
   * @param body as it came, before anybody parsed it
   * @throws InvalidWebhookException when it is not sure; answer 400
   * @throws IllegalArgumentException when a secret is none
   */
  public static WebhookEvent verify(
      List<String> secrets, Function<String, @Nullable String> header, byte[] body) {
    return verify(secrets, header, body, Clock.systemUTC());
  }

  /** As above, with the time from this clock. */
  public static WebhookEvent verify(
      List<String> secrets,
      Function<String, @Nullable String> header,
      byte[] body,
      InstantSource clock) {
    var keys = secrets.stream().map(Webhooks::key).toList();
    var id = present(header, "webhook-id");
    var time = present(header, "webhook-timestamp");
    var signatures = present(header, "webhook-signature");
    if (keys.stream().noneMatch(key -> isSigned(key, id + "." + time + ".", body, signatures))) {
      throw new InvalidWebhookException("no signature is of one of the secrets");
    }
    var age = Duration.between(instant(time), clock.instant()).abs();
    if (age.compareTo(TOLERANCE) > 0) {
      throw new InvalidWebhookException("its time is more than 300 seconds off");
    }
    try {
      return Transport.JSON.readValue(body, WebhookEvent.class);
    } catch (JacksonException other) {
      throw new InvalidWebhookException("it is signed, but no event");
    }
  }

  private static String present(Function<String, @Nullable String> header, String name) {
    var value = header.apply(name);
    if (value == null) {
      throw new InvalidWebhookException("there is no " + name);
    }
    return value;
  }

  private static Instant instant(String seconds) {
    if (!seconds.matches("[0-9]{1,12}")) {
      throw new InvalidWebhookException("webhook-timestamp is no time");
    }
    return Instant.ofEpochSecond(Long.parseLong(seconds));
  }

  private static byte[] key(String secret) {
    if (!secret.startsWith("whsec_")) {
      throw new IllegalArgumentException("expected a secret, whsec_…");
    }
    return Base64.getDecoder().decode(secret.substring("whsec_".length()));
  }

  private static boolean isSigned(byte[] key, String before, byte[] body, String signatures) {
    var expected = ("v1," + sign(key, before, body)).getBytes(StandardCharsets.UTF_8);
    var found = false;
    for (var signature : signatures.split(" ")) {
      found |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }
    return found;
  }

  private static String sign(byte[] key, String before, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(before.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
