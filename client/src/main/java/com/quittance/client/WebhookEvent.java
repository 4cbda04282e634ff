package com.quittance.client;

import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * What a webhook tells of. The same may come twice, and overtake others.
 *
 * @param id the same each time
 * @param type such as {@code invoice.paid}
 * @param data an object with members of its own, see docs/webhooks.md
 */
public record WebhookEvent(UUID id, String type, Instant createdAt, JsonNode data) {}
