package com.quittance.tenancy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key to one tenant's data.
 *
 * @param hash SHA-256 of the secret, which is shown once and kept nowhere
 * @param abilities what it may do, such as {@code invoices:write}; {@code *} is everything
 */
public record ApiToken(
    TenantId tenant,
    UUID id,
    String name,
    byte[] hash,
    List<String> abilities,
    Instant expiresAt,
    @Nullable Instant revokedAt,
    Instant createdAt) {

  public ApiToken {
    abilities = List.copyOf(abilities);
  }

  public boolean isLive(Instant now) {
    return revokedAt == null && now.isBefore(expiresAt);
  }
}
