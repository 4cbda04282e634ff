package com.quittance.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to be told of events.
 *
 * @param url a public {@code https} address
 * @param description 1 to 200 characters
 * @param eventTypes such as {@code invoice.paid}; all when {@code null}
 */
public record NewWebhookEndpoint(
    String url, @Nullable String description, @Nullable List<String> eventTypes) {

  /** There, of these events; of all when there are none. */
  public static NewWebhookEndpoint at(String url, String... eventTypes) {
    return new NewWebhookEndpoint(url, null, eventTypes.length == 0 ? null : List.of(eventTypes));
  }

  /** The same with this description. */
  public NewWebhookEndpoint description(String text) {
    return new NewWebhookEndpoint(url, text, eventTypes);
  }
}
