package com.quittance.webhook;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import com.quittance.relay.Attempt;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Retry;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.sealing.Seal;
import com.quittance.webhook.Delivery.Attempted;
import com.quittance.webhook.Sender.Reply;
import com.quittance.webhook.WebhookEvent.DisabledReason;
import com.quittance.webhook.WebhookEvent.WebhookDue;
import com.quittance.webhook.WebhookEvent.WebhookEndpointDisabled;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one attempt at telling an endpoint, and plans the next. That a receiver does not answer is
 * an outcome and no failure of this job: what follows from it is written with the job's end.
 */
public final class SendWebhook implements GivesUp<WebhookDue> {

  /** Of its own, for many at once: they do little but wait for others. */
  public static final String QUEUE = "webhooks";

  public static final int AT_ONCE = 50;

  /** On all nodes together. */
  public static final int AT_ONCE_OF_TENANT = 10;

  private static final int GONE = 410;

  private final Transactions transactions;
  private final Sender sender;
  private final Seal seal;
  private final Clock clock;
  private final DoubleSupplier chance;
  private final Gate gate = new Gate();

  /**
   * @param chance from 0 to 1, spreads attempts
   */
  public SendWebhook(
      Transactions transactions, Sender sender, Seal seal, Clock clock, DoubleSupplier chance) {
    this.transactions = transactions;
    this.sender = sender;
    this.seal = seal;
    this.clock = clock;
    this.chance = chance;
  }

  @Override
  public Retry retry() {
    return Retry.tries(10, ofSeconds(10), ofMinutes(1), ofMinutes(15));
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  private record Message(Endpoint endpoint, Delivery delivery, List<WebhookSecret> secrets) {}

  @Override
  public void handle(WebhookDue due, Attempt attempt) throws InterruptedException {
    if (attempt.isReplay()) {
      return; // endpoints have a log of their own to replay from
    }
    var message = transactions.in(attempt.scope(), tx -> open(tx, due));
    if (message == null) {
      return;
    }
    if (!message.endpoint.isEnabled()) {
      attempt.complete(tx -> giveUp(tx, due));
      return;
    }
    if (!gate.enter(due.endpoint())) {
      var wait = Attempts.turnAfter(due.postponed(), chance.getAsDouble());
      attempt.complete(tx -> tx.announceAt(clock.instant().plus(wait), due.later()));
      return;
    }
    var began = clock.instant();
    Reply reply;
    try {
      reply = post(message, began);
    } finally {
      gate.leave(due.endpoint());
    }
    gate.note(due.endpoint(), reply);
    attempt.complete(tx -> settle(tx, due, began, reply));
  }

  /** Null when it is no longer wanted. */
  private @Nullable Message open(Tx tx, WebhookDue due) {
    var endpoint = new Endpoints(tx).find(due.endpoint());
    var delivery =
        new Deliveries(tx).find(due.endpoint(), due.delivery()).filter(d -> d.awaits(due.round()));
    return endpoint.isEmpty() || delivery.isEmpty()
        ? null
        : new Message(
            endpoint.get(),
            delivery.get(),
            new WebhookSecrets(tx, seal).of(due.endpoint(), clock.instant()));
  }

  private Reply post(Message message, Instant now) throws InterruptedException {
    var delivery = message.delivery;
    return sender.post(
        message.endpoint.url(),
        WebhookSecret.headers(message.secrets, delivery.message(), now, delivery.body()),
        delivery.body().getBytes(StandardCharsets.UTF_8));
  }

  private void settle(Tx tx, WebhookDue due, Instant began, Reply reply) {
    var deliveries = new Deliveries(tx);
    var found = deliveries.lock(due.endpoint(), due.delivery()).filter(d -> d.awaits(due.round()));
    if (found.isEmpty()) {
      return; // removed, or asked for anew, meanwhile
    }
    var delivery = found.get();
    var now = clock.instant();
    deliveries.add(delivery.id(), Attempted.of(delivery.attempts() + 1, began, reply));
    var status = reply.status();
    if (reply.isSuccess()) {
      deliveries.update(delivery.delivered(now));
    } else if (status != null && status == GONE) {
      deliveries.update(delivery.failed(1, now));
      disable(tx, due, DisabledReason.GONE);
    } else if (due.attempt() < Attempts.MOST) {
      var asked = Attempts.asked(reply.retryAfter(), now);
      var next = now.plus(Attempts.waitAfter(due.attempt(), chance.getAsDouble(), asked));
      deliveries.update(delivery.triedAgainAt(next));
      tx.announceAt(next, due.next());
    } else {
      deliveries.update(delivery.failed(1, now));
      // One that takes other messages is not dead, only unhappy with this one.
      if (!deliveries.anyDeliveredSince(due.endpoint(), delivery.roundBeganAt())) {
        disable(tx, due, DisabledReason.FAILING);
      }
    }
  }

  private void disable(Tx tx, WebhookDue due, DisabledReason reason) {
    var endpoints = new Endpoints(tx);
    endpoints
        .lock(due.endpoint())
        .filter(Endpoint::isEnabled)
        .ifPresent(
            endpoint -> {
              endpoints.update(endpoint.disabled(reason, clock.instant()));
              tx.announce(
                  new WebhookEndpointDisabled(
                      due.tenant(), endpoint.id(), endpoint.host(), reason));
            });
  }

  private void giveUp(Tx tx, WebhookDue due) {
    var deliveries = new Deliveries(tx);
    deliveries
        .lock(due.endpoint(), due.delivery())
        .filter(delivery -> delivery.awaits(due.round()))
        .ifPresent(delivery -> deliveries.update(delivery.failed(0, clock.instant())));
  }

  /** What went wrong is ours; the message shows as failed and can be replayed. */
  @Override
  public void gaveUp(WebhookDue due, Attempt attempt, String error) {
    attempt.complete(tx -> giveUp(tx, due));
  }
}
