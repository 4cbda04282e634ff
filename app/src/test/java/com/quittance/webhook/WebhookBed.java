package com.quittance.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Http;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A house with its doors open and a receiver of its webhooks beside it. Time is stepped. */
final class WebhookBed implements AutoCloseable {

  final TestHouse house;
  final WebServer server;
  final Http http;
  final Receiver receiver = new Receiver();

  WebhookBed(Path folder) {
    this.house = TestHouse.open(folder, Receiver.ALLOWED);
    this.server = WebServer.start(house.house());
    this.http = new Http(server.port(), house.token());
  }

  /** A new endpoint, with its secret. */
  JsonNode addEndpoint(String path, String... eventTypes) {
    var types =
        eventTypes.length == 0
            ? ""
            : ", \"event_types\": [\"%s\"]".formatted(String.join("\", \"", eventTypes));
    return http.post(
            "/api/v1/webhook-endpoints", "{\"url\": \"%s\"%s}".formatted(receiver.url(path), types))
        .is(201)
        .json();
  }

  String addEndpointOf(String path, String... eventTypes) {
    return addEndpoint(path, eventTypes).get("id").asString();
  }

  static String path(String endpoint) {
    return "/api/v1/webhook-endpoints/" + endpoint;
  }

  JsonNode endpoint(String id) {
    return http.get(path(id)).is(200).json();
  }

  /** Newest first. */
  List<JsonNode> deliveries(String endpoint) {
    return http.get(path(endpoint) + "/deliveries")
        .is(200)
        .json()
        .get("data")
        .valueStream()
        .toList();
  }

  JsonNode onlyDelivery(String endpoint) {
    var all = deliveries(endpoint);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  Http.Answer patch(String endpoint, String json) {
    return http.send(
        "PATCH",
        path(endpoint),
        BodyPublishers.ofString(json),
        Map.of("Content-Type", "application/json"));
  }

  void workAfter(Duration step) {
    house.advance(step);
    house.work();
  }

  @Override
  public void close() {
    server.close();
    house.close();
    receiver.close();
  }
}
