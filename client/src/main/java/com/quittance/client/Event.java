package com.quittance.client;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What happened in the company.
 *
 * @param version of the form of {@code data}, from 1
 * @param correlationId what follows from one request shares it
 * @param causationId the event that it followed from
 * @param data an object with members of its own
 * @param deliveries of one event, not in lists
 */
public record Event(
    UUID id,
    String type,
    int version,
    List<String> tags,
    Instant occurredAt,
    String actor,
    UUID correlationId,
    @Nullable UUID causationId,
    JsonNode data,
    @Nullable List<Delivery> deliveries) {

  /**
   * What follows from it: one listener's work.
   *
   * @param state {@code waiting}, {@code delayed}, {@code held}, {@code running}, {@code completed}
   *     or {@code failed}
   * @param replay whether it was asked for again
   * @param at when it is due, or was begun, completed or given up
   */
  public record Delivery(
      UUID id,
      UUID eventId,
      String eventType,
      String listener,
      String queue,
      String state,
      int attempts,
      boolean replay,
      @Nullable Instant at) {}
}
