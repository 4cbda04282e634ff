package com.quittance.billing.infrastructure.stripe;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether a message comes from Stripe. The proof is its library's; we are stricter where it is lax:
 * it takes messages from the future, and the last of two timestamps, and breaks on a name without a
 * value.
 */
public final class StripeSignature {

  /** Older or newer than this, in seconds, a message is refused. */
  public static final long TOLERANCE_SECONDS = 300;

  private static final int MAX_HEADER = 4096;

  /** More than Stripe has secrets at a time; each costs a computation. */
  private static final int MAX_SIGNATURES = 16;

  /** Names with values; the library is shown nothing else. */
  private static final Pattern ITEMS = Pattern.compile("(\\w+=[^,\\s]*)(,\\w+=[^,\\s]*)*+");

  private final List<String> secrets;
  private final Clock clock;

  /**
   * @param secrets any of which may have signed
   */
  public StripeSignature(List<String> secrets, Clock clock) {
    this.secrets = List.copyOf(secrets);
    this.clock = clock;
  }

  public boolean fits(byte[] body, String header) {
    if (header.length() > MAX_HEADER || !ITEMS.matcher(header).matches()) {
      return false;
    }
    var times = values(header, "t");
    if (times.size() != 1
        || !isNear(times.getFirst())
        || values(header, "v1").size() > MAX_SIGNATURES) {
      return false;
    }
    var text = new String(body, StandardCharsets.UTF_8);
    return secrets.stream().anyMatch(secret -> isSigned(text, header, secret));
  }

  private boolean isSigned(String body, String header, String secret) {
    try {
      return Webhook.Signature.verifyHeader(body, header, secret, TOLERANCE_SECONDS, clock);
    } catch (SignatureVerificationException forged) {
      return false;
    }
  }

  private boolean isNear(String time) {
    return time.matches("\\d{1,12}")
        && Math.abs(clock.instant().getEpochSecond() - Long.parseLong(time)) <= TOLERANCE_SECONDS;
  }

  private static List<String> values(String header, String name) {
    var values = new ArrayList<String>();
    for (var item : header.split(",", -1)) {
      var pair = item.split("=", 2);
      if (pair[0].equals(name)) {
        values.add(pair[1]);
      }
    }
    return values;
  }
}
