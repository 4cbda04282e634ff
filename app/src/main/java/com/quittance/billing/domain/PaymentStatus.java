package com.quittance.billing.domain;

/** A failed payment may still complete: Stripe retries within one PaymentIntent. */
public enum PaymentStatus {
  PENDING,
  COMPLETED,
  FAILED,
  REFUNDED;

  /** As stored and as published: lower case. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public static PaymentStatus of(String code) {
    return valueOf(code.toUpperCase(java.util.Locale.ROOT));
  }
}
