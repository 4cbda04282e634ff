package com.quittance.billing.infrastructure.stripe;

import com.quittance.billing.application.PaymentGateway;
import com.quittance.billing.domain.Payment;
import com.quittance.settings.Settings;

public final class StripeGateway implements PaymentGateway {
  public StripeGateway(Settings.Stripe settings) {}

  @Override
  public String name() {
    return "stripe";
  }

  @Override
  public boolean settlesAtOnce() {
    return false;
  }

  @Override
  public Created create(Payment payment, String invoiceNumber) {
    throw new UnsupportedOperationException();
  }
}
