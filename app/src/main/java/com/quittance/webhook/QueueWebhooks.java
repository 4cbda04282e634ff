package com.quittance.webhook;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import com.quittance.billing.domain.BillingEvent;
import com.quittance.billing.domain.ClientEvent;
import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import com.quittance.relay.Tx;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.TenantId;
import com.quittance.webhook.WebhookEvent.WebhookDue;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * Makes a job of its own for each endpoint that wants to hear of an event, so that none waits for
 * another. Hears all events that have a public form.
 */
public final class QueueWebhooks implements Listener<Object> {

  private final Duration kept;
  private final Clock clock;

  /**
   * @param kept how long the log is: of what is older nobody knows whether it was sent
   */
  public QueueWebhooks(Duration kept, Clock clock) {
    this.kept = kept;
    this.clock = clock;
  }

  @Override
  public Retry retry() {
    return Retry.tries(10, ofSeconds(10), ofMinutes(1), ofMinutes(15));
  }

  @Override
  public void handle(Object event, Attempt attempt) {
    var told =
        switch (event) {
          case BillingEvent billing -> PublicEvent.of(billing);
          case ClientEvent client -> PublicEvent.of(client);
          default -> throw new IllegalArgumentException("no public form: " + event.getClass());
        };
    if (!attempt.occurredAt().isBefore(clock.instant().minus(kept))) {
      attempt.complete(tx -> queue(tx, told, attempt));
    }
  }

  /** What an endpoint has in its log is not sent again, when an operator replays the event. */
  private void queue(Tx tx, PublicEvent told, Attempt attempt) {
    var deliveries = new Deliveries(tx);
    var at = attempt.occurredAt();
    for (var endpoint : deliveries.wanting(told.type(), attempt.event(), at)) {
      var type = told.type().code();
      var body = PublicEvent.body(attempt.event(), type, at, told.data());
      announce(tx, endpoint, attempt.event(), type, body, clock);
    }
  }

  static Delivery announce(
      Tx tx, UUID endpoint, UUID message, String type, String body, Clock clock) {
    var now = clock.instant();
    var delivery = Delivery.first(UuidV7.from(clock), endpoint, message, type, body, now);
    new Deliveries(tx).add(delivery);
    tx.announce(
        new WebhookDue(new TenantId(tx.tenant()), endpoint, delivery.id(), delivery.round(), 1, 0));
    return delivery;
  }
}
