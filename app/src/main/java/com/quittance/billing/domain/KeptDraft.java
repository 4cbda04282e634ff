package com.quittance.billing.domain;

import java.time.Instant;

/**
 * A draft that is kept to be gone on with.
 *
 * @param id of the invoice that it becomes
 * @param version counts the changes, from 1
 */
public record KeptDraft(
    InvoiceId id, Draft draft, int version, Instant createdAt, Instant updatedAt) {

  public KeptDraft changed(Draft next, Instant now) {
    return new KeptDraft(id, next, version + 1, createdAt, now);
  }
}
