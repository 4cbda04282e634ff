package com.quittance.client;

import org.jspecify.annotations.Nullable;

/**
 * A payment to be taken or begun.
 *
 * @param gateway {@code manual} or {@code stripe}
 * @param amount from 1 to the invoice's balance, in the minor unit of its currency
 * @param gatewayReference the gateway's own id of a payment made elsewhere
 */
public record NewPayment(String gateway, long amount, @Nullable String gatewayReference) {

  /** Cash, a cheque, a transfer: received at once. */
  public static NewPayment manual(long amount) {
    return new NewPayment("manual", amount, null);
  }

  /** A PaymentIntent to be made at Stripe; the answer carries its {@code clientSecret}. */
  public static NewPayment stripe(long amount) {
    return new NewPayment("stripe", amount, null);
  }

  /** The same with the gateway's own id, such as that of a PaymentIntent made elsewhere. */
  public NewPayment reference(String id) {
    return new NewPayment(gateway, amount, id);
  }
}
