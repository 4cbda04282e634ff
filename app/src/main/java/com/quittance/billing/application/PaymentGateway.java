package com.quittance.billing.application;

import com.quittance.billing.domain.Payment;
import com.quittance.billing.domain.Refund;
import com.quittance.billing.domain.Refused;
import com.quittance.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way to be paid: the seam behind which Stripe, cash and what is to come stand. */
public interface PaymentGateway {

  /** As stored, published and tagged. */
  String name();

  /** Whether a payment recorded here has been made already, as with cash or a bank transfer. */
  boolean settlesAtOnce();

  /**
   * Creates the gateway's own payment. Calling it again for the same payment creates no second one.
   *
   * @throws Refused when the gateway says no or does not answer; nothing has changed here
   */
  Created create(Payment payment, String invoiceNumber);

  /**
   * Before money is promised back.
   *
   * @throws Refused when the gateway cannot express such an amount
   */
  default void checkRefundable(Money amount) {}

  /**
   * Gives money back. Calling it again for the same refund gives nothing a second time.
   *
   * @return the gateway's own id of it
   * @throws Refused when the gateway says no
   * @throws IllegalStateException when what became of it is not known: to be called again
   */
  String refund(Payment payment, Refund refund);

  /** Whether it sends messages about its payments. */
  default boolean tells() {
    return !settlesAtOnce();
  }

  /**
   * What it told of a payment before that was registered here, in the order it came; nothing of one
   * without a reference.
   */
  List<GatewayNotice> heardBefore(Payment payment);

  /**
   * @param reference the gateway's id of the payment
   * @param clientSecret what the payer's browser needs to complete it; never stored
   */
  record Created(String reference, @Nullable String clientSecret) {}
}
