package com.quittance.tenancy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key to one tenant's data.
 *
 * @param person whose it is; null: an operator made it, and it is nobody's
 * @param parent the token it was made with, if any; it ends with that one
 * @param hash SHA-256 of the secret, which is shown once and kept nowhere
 * @param abilities what it may do of what its holder may, such as {@code invoices:write}; {@code *}
 *     is all of it
 * @param lastUsedAt to the minute
 */
public record ApiToken(
    TenantId tenant,
    UUID id,
    @Nullable PersonId person,
    @Nullable UUID parent,
    String name,
    byte[] hash,
    List<String> abilities,
    Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt,
    Instant createdAt) {

  public ApiToken {
    abilities = List.copyOf(abilities);
  }

  public boolean isLive(Instant now) {
    return revokedAt == null && now.isBefore(expiresAt);
  }
}
