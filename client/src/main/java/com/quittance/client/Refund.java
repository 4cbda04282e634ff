package com.quittance.client;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that goes back.
 *
 * @param amount in the minor unit of {@code currency}
 * @param failureReason the gateway's code
 */
public record Refund(
    UUID id,
    UUID paymentId,
    long amount,
    String currency,
    Status status,
    String reason,
    @Nullable String gatewayReference,
    @Nullable String failureReason,
    Instant createdAt,
    @Nullable Instant settledAt) {

  /** How far it is. {@code UNKNOWN} is one that this client is too old for. */
  public enum Status {
    PENDING,
    COMPLETED,
    FAILED,
    @JsonEnumDefaultValue
    UNKNOWN
  }
}
