package com.quittance.client;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was paid, or is about to be. All amounts are in the minor unit of {@code currency}.
 *
 * @param gateway {@code manual} or {@code stripe}
 * @param gatewayReference the gateway's own id of it
 * @param excess what was more than the invoice's balance: the client's credit
 * @param refunded what has gone back
 * @param clientSecret Stripe's, for the payer's browser; in the answer that made the payment alone
 */
public record Payment(
    UUID id,
    UUID invoiceId,
    String gateway,
    @Nullable String gatewayReference,
    long amount,
    String currency,
    Status status,
    long excess,
    long refunded,
    @Nullable String failureReason,
    Metadata metadata,
    Instant createdAt,
    @Nullable Instant completedAt,
    @Nullable String clientSecret) {

  /** How far it is. {@code UNKNOWN} is one that this client is too old for. */
  public enum Status {
    PENDING,
    COMPLETED,
    FAILED,
    REFUNDED,
    @JsonEnumDefaultValue
    UNKNOWN
  }

  /** What has been noted about it. */
  public record Metadata(int failureCount) {}

  /** Without the secret. */
  @Override
  public String toString() {
    return "Payment[id=%s, amount=%d %s, status=%s]".formatted(id, amount, currency, status);
  }
}
