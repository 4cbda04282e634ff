package com.quittance.billing.domain;

import java.util.List;

/** What a decision comes to: the new state and the facts to announce with it. */
public record Change<S>(S state, List<BillingEvent> events) {

  public Change {
    events = List.copyOf(events);
  }
}
