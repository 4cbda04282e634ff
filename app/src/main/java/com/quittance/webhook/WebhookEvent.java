package com.quittance.webhook;

import com.quittance.tenancy.TenantId;
import java.util.List;
import java.util.UUID;

/**
 * A fact of an endpoint. Names its host and not its URL, which may hold a secret of the receiver's.
 */
public sealed interface WebhookEvent {

  TenantId tenant();

  UUID endpoint();

  record WebhookEndpointAdded(TenantId tenant, UUID endpoint, String host, List<String> eventTypes)
      implements WebhookEvent {}

  record WebhookEndpointChanged(
      TenantId tenant, UUID endpoint, String host, List<String> eventTypes, boolean enabled)
      implements WebhookEvent {}

  record WebhookEndpointRemoved(TenantId tenant, UUID endpoint, String host)
      implements WebhookEvent {}

  record WebhookSecretRotated(TenantId tenant, UUID endpoint) implements WebhookEvent {}

  /** Not by a person: it said that it is gone, or was tried in vain. */
  record WebhookEndpointDisabled(TenantId tenant, UUID endpoint, String host, DisabledReason reason)
      implements WebhookEvent {}

  /** A message that tells of nothing is sent to it. */
  record WebhookTested(TenantId tenant, UUID endpoint, UUID delivery) implements WebhookEvent {}

  /** What was sent is sent again. */
  record WebhookReplayed(TenantId tenant, UUID endpoint, UUID delivery) implements WebhookEvent {}

  /**
   * Asks for one attempt and tells of no change.
   *
   * @param round what was planned in an earlier round is void
   * @param attempt in this round, from 1
   * @param postponed how often the endpoint was too busy for it
   */
  record WebhookDue(
      TenantId tenant, UUID endpoint, UUID delivery, int round, int attempt, int postponed)
      implements WebhookEvent {

    WebhookDue next() {
      return new WebhookDue(tenant, endpoint, delivery, round, attempt + 1, 0);
    }

    WebhookDue later() {
      return new WebhookDue(tenant, endpoint, delivery, round, attempt, postponed + 1);
    }
  }

  /** Why nothing is sent to an endpoint. */
  enum DisabledReason {
    /** By whoever looks after it. */
    ASKED,
    /** It answered 410. */
    GONE,
    /** It took nothing for days. */
    FAILING
  }

  /** What the event is found by. */
  default List<String> tags() {
    var what =
        switch (this) {
          case WebhookEndpointAdded _ -> "webhook:added";
          case WebhookEndpointChanged _ -> "webhook:changed";
          case WebhookEndpointRemoved _ -> "webhook:removed";
          case WebhookSecretRotated _ -> "webhook:secret-rotated";
          case WebhookEndpointDisabled _ -> "webhook:disabled";
          case WebhookTested _ -> "webhook:tested";
          case WebhookReplayed _ -> "webhook:replayed";
          case WebhookDue _ -> "webhook:due";
        };
    return List.of(what, "webhook-endpoint:" + endpoint(), "tenant:" + tenant());
  }
}
