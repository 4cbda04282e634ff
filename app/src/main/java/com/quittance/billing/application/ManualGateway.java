package com.quittance.billing.application;

import com.quittance.billing.domain.Payment;
import com.quittance.billing.domain.Refund;
import java.util.List;

/** Money that came outside any gateway: cash, a cheque, a bank transfer. */
public final class ManualGateway implements PaymentGateway {

  @Override
  public String name() {
    return "manual";
  }

  @Override
  public boolean settlesAtOnce() {
    return true;
  }

  @Override
  public Created create(Payment payment, String invoiceNumber) {
    return new Created("manual-" + payment.id(), null);
  }

  /** By hand, as it came. */
  @Override
  public String refund(Payment payment, Refund refund) {
    return "manual-" + refund.id();
  }

  /** Nobody tells of it but who registers it. */
  @Override
  public List<GatewayNotice> heardBefore(Payment payment) {
    return List.of();
  }
}
