package com.quittance.billing.infrastructure.stripe;

import com.quittance.TestHouse;
import com.quittance.http.Http;
import com.stripe.net.Webhook;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;

/** A message of Stripe's, as its servers sign and send it. */
public record Signed(String body, String signature) {

  public static Signed by(String secret, Instant at, String body) {
    try {
      var time = at.getEpochSecond();
      var hash = Webhook.Util.computeHmacSha256(secret, time + "." + body);
      return new Signed(body, "t=%d,v1=%s".formatted(time, hash));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static Signed at(Instant time, String body) {
    return by(TestHouse.WEBHOOK_SECRET, time, body);
  }

  public static String succeeded(String event, String intent, long amount, String currency) {
    return """
    {"id": "%s", "object": "event", "type": "payment_intent.succeeded", "livemode": false,
     "data": {"object": {"id": "%s", "object": "payment_intent", "amount": %d,
       "amount_received": %3$d, "currency": "%s", "status": "succeeded"}}}
    """
        .formatted(event, intent, amount, currency);
  }

  public static String failed(String event, String intent, String code) {
    return """
    {"id": "%s", "object": "event", "type": "payment_intent.payment_failed",
     "data": {"object": {"id": "%s", "object": "payment_intent", "amount": 1000,
       "amount_received": 0, "currency": "xof",
       "last_payment_error": {"code": "card_declined", "decline_code": "%s"}}}}
    """
        .formatted(event, intent, code);
  }

  public Signed withSignature(String other) {
    return new Signed(body, other);
  }

  public Http.Answer sendTo(Http http) {
    return http.as(null)
        .send(
            "POST",
            "/webhooks/stripe",
            BodyPublishers.ofString(body),
            Map.of(
                "Stripe-Signature", signature, "Content-Type", "application/json; charset=utf-8"));
  }
}
