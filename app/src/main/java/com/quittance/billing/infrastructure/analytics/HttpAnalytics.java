package com.quittance.billing.infrastructure.analytics;

import com.quittance.billing.application.AnalyticsSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Posts each fact as JSON to a URL; anything but 2xx is a failure, and the job is tried again. */
public final class HttpAnalytics implements AnalyticsSink {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI url;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final JsonMapper json = new JsonMapper();

  public HttpAnalytics(URI url) {
    this.url = url;
  }

  @Override
  public void track(String name, UUID id, Instant at, Map<String, String> properties) {
    var body =
        json.writeValueAsString(
            Map.of(
                "event",
                name,
                "id",
                id.toString(),
                "time",
                at.toString(),
                "properties",
                properties));
    var request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        throw new IOException("the analytics sink answered " + status);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while telling the analytics sink", interrupted);
    }
  }
}
