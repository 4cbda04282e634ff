package com.quittance.client;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the company is told of events.
 *
 * @param eventTypes such as {@code invoice.paid}; {@code *} is all of them and those to come
 * @param disabledReason {@code asked}, {@code gone} or {@code failing}
 * @param secret what {@link Webhooks} verifies with; in the answer that made it alone
 */
public record WebhookEndpoint(
    UUID id,
    String url,
    @Nullable String description,
    List<String> eventTypes,
    boolean enabled,
    @Nullable String disabledReason,
    @Nullable Instant disabledAt,
    Instant createdAt,
    @Nullable String secret) {

  /** Without the secret. */
  @Override
  public String toString() {
    return "WebhookEndpoint[id=%s, url=%s, enabled=%s]".formatted(id, url, enabled);
  }
}
