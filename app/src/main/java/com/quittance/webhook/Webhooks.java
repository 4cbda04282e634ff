package com.quittance.webhook;

import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.relay.UuidV7;
import com.quittance.sealing.Seal;
import com.quittance.tenancy.TenantId;
import com.quittance.webhook.WebhookEvent.DisabledReason;
import com.quittance.webhook.WebhookEvent.WebhookDue;
import com.quittance.webhook.WebhookEvent.WebhookEndpointAdded;
import com.quittance.webhook.WebhookEvent.WebhookEndpointChanged;
import com.quittance.webhook.WebhookEvent.WebhookEndpointRemoved;
import com.quittance.webhook.WebhookEvent.WebhookReplayed;
import com.quittance.webhook.WebhookEvent.WebhookSecretRotated;
import com.quittance.webhook.WebhookEvent.WebhookTested;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a company does with its endpoints. */
public final class Webhooks {

  static final int MOST_ENDPOINTS = 20;

  /** While one takes over from another; more would make a header without end. */
  static final int MOST_SECRETS = 5;

  private final Transactions transactions;
  private final Destinations destinations;
  private final Seal seal;
  private final Clock clock;

  public Webhooks(Transactions transactions, Destinations destinations, Seal seal, Clock clock) {
    this.transactions = transactions;
    this.destinations = destinations;
    this.seal = seal;
    this.clock = clock;
  }

  Destinations destinations() {
    return destinations;
  }

  /** An endpoint and what only the one who asked for it sees, once. */
  record WithSecret(Endpoint endpoint, WebhookSecret secret) {}

  /**
   * @throws Problem when there are as many as there can be
   */
  WithSecret add(Scope scope, String url, @Nullable String description, List<String> eventTypes) {
    return transactions.in(
        scope,
        tx -> {
          var endpoints = new Endpoints(tx);
          if (endpoints.lockAndCount() >= MOST_ENDPOINTS) {
            throw Problem.of(
                Type.TOO_MANY_WEBHOOK_ENDPOINTS,
                "A company has %d webhook endpoints at most.".formatted(MOST_ENDPOINTS));
          }
          var now = clock.instant();
          var id = UuidV7.from(clock);
          var endpoint = new Endpoint(id, url, description, eventTypes, null, null, now, 1);
          endpoints.add(endpoint);
          var secret = WebhookSecret.fresh();
          new WebhookSecrets(tx, seal).add(id, UuidV7.from(clock), secret, now);
          tx.announce(
              new WebhookEndpointAdded(tenant(tx), id, endpoint.host(), endpoint.eventTypes()));
          return new WithSecret(endpoint, secret);
        });
  }

  private static TenantId tenant(Tx tx) {
    return new TenantId(tx.tenant());
  }

  Endpoint get(Scope scope, UUID id) {
    return transactions.in(scope, tx -> get(tx, id));
  }

  static Endpoint get(Tx tx, UUID id) {
    return new Endpoints(tx).find(id).orElseThrow(Webhooks::unknown);
  }

  private static Problem unknown() {
    return Problem.of(Type.NOT_FOUND, "There is no such webhook endpoint.");
  }

  List<Endpoint> page(Scope scope, @Nullable UUID before, int limit) {
    return transactions.in(scope, tx -> new Endpoints(tx).page(before, limit));
  }

  Endpoint change(Scope scope, UUID id, UnaryOperator<Endpoint> change) {
    return transactions.in(
        scope,
        tx -> {
          var endpoints = new Endpoints(tx);
          var before = endpoints.lock(id).orElseThrow(Webhooks::unknown);
          var after = change.apply(before);
          if (after.equals(before)) {
            return before;
          }
          tx.announce(
              new WebhookEndpointChanged(
                  tenant(tx), id, after.host(), after.eventTypes(), after.isEnabled()));
          return endpoints.update(after);
        });
  }

  Endpoint disabled(Endpoint endpoint) {
    return endpoint.isEnabled()
        ? endpoint.disabled(DisabledReason.ASKED, clock.instant())
        : endpoint;
  }

  /** With its secrets and its log; what waits to be sent is not. */
  void remove(Scope scope, UUID id) {
    transactions.run(
        scope,
        tx -> {
          var endpoints = new Endpoints(tx);
          var endpoint = endpoints.lock(id).orElseThrow(Webhooks::unknown);
          endpoints.remove(id);
          tx.announce(new WebhookEndpointRemoved(tenant(tx), id, endpoint.host()));
        });
  }

  /**
   * @param overlap how long the secrets so far go on to sign beside the new one
   */
  WithSecret rotate(Scope scope, UUID id, Duration overlap) {
    return transactions.in(
        scope,
        tx -> {
          var endpoints = new Endpoints(tx);
          var endpoint = endpoints.lock(id).orElseThrow(Webhooks::unknown);
          var now = clock.instant();
          var secret = WebhookSecret.fresh();
          new WebhookSecrets(tx, seal).add(id, UuidV7.from(clock), secret, now.plus(overlap));
          new WebhookSecrets(tx, seal).drop(id, now, MOST_SECRETS);
          tx.announce(new WebhookSecretRotated(tenant(tx), id));
          return new WithSecret(endpoint, secret);
        });
  }

  /** Seals the company's secrets with the key that seals now. */
  public void renewSeals(Scope scope) {
    transactions.run(scope, tx -> new WebhookSecrets(tx, seal).renew());
  }

  /** Sends a message that tells of nothing. */
  Delivery test(Tx tx, UUID id) {
    requireEnabled(tx, id);
    var message = UuidV7.from(clock);
    var body =
        PublicEvent.body(
            message, EventType.TEST, clock.instant(), Map.of("endpoint_id", id.toString()));
    var sent = QueueWebhooks.announce(tx, id, message, EventType.TEST, body, clock);
    tx.announce(new WebhookTested(tenant(tx), id, sent.id()));
    return sent;
  }

  /** Sends it again, under the same id, from the first attempt on. */
  Delivery replay(Tx tx, UUID endpoint, UUID id) {
    requireEnabled(tx, endpoint);
    var deliveries = new Deliveries(tx);
    var again =
        deliveries.lock(endpoint, id).orElseThrow(Webhooks::unknownDelivery).again(clock.instant());
    deliveries.update(again);
    tx.announce(new WebhookDue(tenant(tx), endpoint, id, again.round(), 1, 0));
    tx.announce(new WebhookReplayed(tenant(tx), endpoint, id));
    return again;
  }

  static Problem unknownDelivery() {
    return Problem.of(Type.NOT_FOUND, "There is no such delivery.");
  }

  private static void requireEnabled(Tx tx, UUID endpoint) {
    if (!get(tx, endpoint).isEnabled()) {
      throw Problem.of(
          Type.WEBHOOK_ENDPOINT_DISABLED, "The endpoint is disabled: enable it before.");
    }
  }
}
