package com.quittance.client;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Where the company is told of events. What each method throws is told at {@link Quittance}. */
public final class WebhookEndpoints {

  private static final String PATH = "/api/v1/webhook-endpoints";

  private final Transport transport;

  WebhookEndpoints(Transport transport) {
    this.transport = transport;
  }

  /**
   * Adds one. Its secret is in this answer alone; when there is no answer, look into the list
   * before it is asked for again.
   */
  public WebhookEndpoint create(NewWebhookEndpoint endpoint) {
    return transport.post(PATH, endpoint, WebhookEndpoint.class);
  }

  /** One of them. */
  public WebhookEndpoint get(UUID id) {
    return transport.get(path(id), WebhookEndpoint.class);
  }

  /** All, the newest first. */
  public Listing<WebhookEndpoint> list() {
    return new Listing<>(transport, PATH, Query.NONE, WebhookEndpoint.class);
  }

  /** Is told of events again, or no more for the time being. */
  public WebhookEndpoint enable(UUID id, boolean enabled) {
    var change = Map.of("enabled", enabled);
    return Transport.read(transport.send("PATCH", path(id), change, null), WebhookEndpoint.class);
  }

  /**
   * Makes a new secret, which is in this answer alone.
   *
   * @param overlap how long those so far sign too, in whole hours up to 168
   */
  public WebhookEndpoint rotateSecret(UUID id, Duration overlap) {
    var body = Map.of("overlap_hours", overlap.toHours());
    return transport.post(path(id) + "/rotate-secret", body, WebhookEndpoint.class);
  }

  /** Removes one, with its secrets and its log. */
  public void delete(UUID id) {
    transport.send("DELETE", path(id), null, null);
  }

  private static String path(UUID id) {
    return PATH + "/" + id;
  }
}
