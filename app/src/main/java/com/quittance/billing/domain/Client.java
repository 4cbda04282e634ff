package com.quittance.billing.domain;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody a tenant bills.
 *
 * @param version counts the changes, from 1
 */
public record Client(
    ClientId id,
    String name,
    String email,
    @Nullable String address,
    @Nullable String taxId,
    Locale locale,
    Instant createdAt,
    int version) {

  public Client withVersion(int other) {
    return new Client(id, name, email, address, taxId, locale, createdAt, other);
  }
}
