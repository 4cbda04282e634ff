package com.quittance.webhook;

import com.quittance.webhook.WebhookEvent.DisabledReason;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a company wants to be told of events.
 *
 * @param eventTypes of which; {@code *} is all
 * @param disabledReason null while it is enabled
 * @param version counts its changes, from 1
 */
public record Endpoint(
    UUID id,
    String url,
    @Nullable String description,
    List<String> eventTypes,
    @Nullable DisabledReason disabledReason,
    @Nullable Instant disabledAt,
    Instant createdAt,
    int version) {

  public Endpoint {
    eventTypes = List.copyOf(eventTypes);
  }

  public boolean isEnabled() {
    return disabledReason == null;
  }

  Endpoint disabled(DisabledReason why, Instant at) {
    return new Endpoint(id, url, description, eventTypes, why, at, createdAt, version);
  }

  Endpoint enabled() {
    return new Endpoint(id, url, description, eventTypes, null, null, createdAt, version);
  }

  Endpoint with(String otherUrl, @Nullable String otherDescription, List<String> otherTypes) {
    return new Endpoint(
        id, otherUrl, otherDescription, otherTypes, disabledReason, disabledAt, createdAt, version);
  }

  String host() {
    return URI.create(url).getHost();
  }
}
