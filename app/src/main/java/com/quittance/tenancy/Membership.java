package com.quittance.tenancy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody belongs to a company.
 *
 * @param name as the company calls them
 * @param endedAt since when they do not any more
 * @param version counts the changes, from 1
 */
public record Membership(
    TenantId tenant,
    PersonId person,
    String email,
    String name,
    Role role,
    Instant since,
    @Nullable Instant endedAt,
    int version) {

  public boolean isLive() {
    return endedAt == null;
  }
}
