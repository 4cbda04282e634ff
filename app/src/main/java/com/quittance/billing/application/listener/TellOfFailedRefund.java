package com.quittance.billing.application.listener;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.domain.BillingEvent.RefundFailed;
import com.quittance.billing.infrastructure.mail.Alert.RefundRefused;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;

/** Tells the company that the gateway does not give the money back. */
public final class TellOfFailedRefund implements Listener<RefundFailed> {

  private final AdminAlert alert;

  public TellOfFailedRefund(AdminAlert alert) {
    this.alert = alert;
  }

  @Override
  public Retry retry() {
    return Retry.tries(5, ofMinutes(1), ofMinutes(5), ofMinutes(15));
  }

  @Override
  public void handle(RefundFailed event, Attempt attempt) {
    alert.raise(
        attempt,
        Severity.CRITICAL,
        new RefundRefused(event.number(), event.gateway(), event.amount(), event.reason()));
  }
}
