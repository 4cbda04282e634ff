package com.quittance.client;

import org.jspecify.annotations.Nullable;

/**
 * Money to be given back.
 *
 * @param amount from 1, in the minor unit of the payment's currency; all that is left when {@code
 *     null}
 * @param reason 1 to 200 characters
 */
public record NewRefund(@Nullable Long amount, String reason) {

  /** So much of it. */
  public static NewRefund of(long amount, String reason) {
    return new NewRefund(amount, reason);
  }

  /** All that is left. */
  public static NewRefund ofAll(String reason) {
    return new NewRefund(null, reason);
  }
}
