package com.quittance.webhook;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.application.listener.AdminAlert;
import com.quittance.billing.infrastructure.mail.Alert.WebhookDisabled;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import com.quittance.webhook.WebhookEvent.DisabledReason;
import com.quittance.webhook.WebhookEvent.WebhookEndpointDisabled;

/** Tells the company that an endpoint of theirs is no longer told anything. */
public final class TellOfDisabledWebhook implements Listener<WebhookEndpointDisabled> {

  private final AdminAlert alert;

  public TellOfDisabledWebhook(AdminAlert alert) {
    this.alert = alert;
  }

  @Override
  public Retry retry() {
    return Retry.tries(5, ofMinutes(1), ofMinutes(5), ofMinutes(15));
  }

  @Override
  public void handle(WebhookEndpointDisabled event, Attempt attempt) {
    alert.raise(
        attempt,
        Severity.CRITICAL,
        new WebhookDisabled(event.host(), event.reason() == DisabledReason.GONE));
  }
}
