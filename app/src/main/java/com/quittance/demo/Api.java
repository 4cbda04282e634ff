package com.quittance.demo;

import com.quittance.relay.UuidV7;
import com.stripe.net.Webhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The product as its users meet it: over HTTP, with a token, and as Stripe with its signature. */
final class Api {

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final String url;
  private final String token;
  private final String webhookSecret;
  private final Clock clock;

  Api(String url, String token, String webhookSecret, Clock clock) {
    this.url = url;
    this.token = token;
    this.webhookSecret = webhookSecret;
    this.clock = clock;
  }

  JsonNode get(String path) {
    return send(request(path).GET());
  }

  JsonNode post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UuidV7.from(clock).toString())
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  byte[] pdf(String path) {
    try {
      return http.send(request(path).GET().build(), BodyHandlers.ofByteArray()).body();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  /** As Stripe would tell it, signed with the webhook's secret. */
  JsonNode tellAsStripe(String event) {
    try {
      var signature =
          Webhook.Signature.generateSignatureHeader(
              event, webhookSecret, clock.instant().getEpochSecond());
      return send(
          HttpRequest.newBuilder(URI.create(url + "/webhooks/stripe"))
              .header("Stripe-Signature", signature)
              .POST(HttpRequest.BodyPublishers.ofString(event)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            "%s answered %d: %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
      }
      return json.readTree(answer.body());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
