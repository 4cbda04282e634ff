package com.quittance.billing.domain;

import com.quittance.tenancy.TenantId;
import java.util.List;

/**
 * A fact of a client. Says who and not what of them: events stay for ever, and a person may ask to
 * be forgotten.
 */
public sealed interface ClientEvent {

  TenantId tenant();

  ClientId client();

  record ClientAdded(TenantId tenant, ClientId client) implements ClientEvent {}

  record ClientChanged(TenantId tenant, ClientId client) implements ClientEvent {}

  /** What the event is found by. */
  default List<String> tags() {
    return switch (this) {
      case ClientAdded _ -> List.of("client:added", "client:" + client(), "tenant:" + tenant());
      case ClientChanged _ -> List.of("client:changed", "client:" + client(), "tenant:" + tenant());
    };
  }
}
