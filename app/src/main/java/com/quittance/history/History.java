package com.quittance.history;

import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.relay.Relay;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.event.EventPage;
import com.quittance.relay.event.EventSearch;
import com.quittance.relay.event.Replay;
import com.quittance.relay.event.ReplayProgress;
import com.quittance.relay.event.StoredEvent;
import com.quittance.relay.monitor.DeliveryPage;
import com.quittance.relay.monitor.DeliverySearch;
import com.quittance.relay.monitor.FoundDelivery;
import com.quittance.relay.queue.FailedJob;
import com.quittance.tenancy.TenancyEvent.DeliveryRetried;
import com.quittance.tenancy.TenancyEvent.EventReplayed;
import com.quittance.tenancy.TenantId;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What one company may see and do of what operators see and do of all. The engine is asked in a
 * role that sees every tenant, so nothing here is asked without one.
 */
public final class History {

  /** As many as an event has at most: its listeners, and what they asked for again. */
  private static final int FOLLOWING = 100;

  private final Relay relay;
  private final Transactions transactions;

  public History(Relay relay, Transactions transactions) {
    this.relay = relay;
    this.transactions = transactions;
  }

  /** An event with what follows from it. */
  record Followed(StoredEvent event, List<FoundDelivery> deliveries) {}

  EventPage search(Scope scope, EventSearch search) {
    return relay
        .events()
        .search(
            new EventSearch(
                search.filter().ofTenant(scope.tenant()), search.after(), search.limit()));
  }

  /**
   * @throws Problem when the company has no such event
   */
  Followed get(Scope scope, UUID id) {
    var one = EventFilter.one(id).ofTenant(scope.tenant());
    return new Followed(
        known(scope, id),
        relay.monitor().deliveries(DeliverySearch.of(one, FOLLOWING)).deliveries());
  }

  private StoredEvent known(Scope scope, UUID id) {
    return relay
        .events()
        .get(scope.tenant(), id)
        .orElseThrow(() -> Problem.of(Type.NOT_FOUND, "There is no such event."));
  }

  DeliveryPage deliveries(Scope scope, DeliverySearch search) {
    return relay
        .monitor()
        .deliveries(
            new DeliverySearch(
                search.events().ofTenant(scope.tenant()),
                search.listener(),
                search.queue(),
                search.states(),
                search.after(),
                search.limit()));
  }

  /**
   * Delivers an event again, once for each id. What is not done yet, or has failed, is left alone.
   *
   * @param id of the replay
   * @param listeners by name; empty: all that hear it
   * @throws Problem when the company has no such event, or a listener does not hear it
   */
  ReplayProgress replay(Scope scope, UUID id, UUID event, List<String> listeners) {
    known(scope, event);
    var replay = new Replay(EventFilter.one(event).ofTenant(scope.tenant()), listeners);
    try {
      relay.replays().plan(replay);
    } catch (IllegalArgumentException unheard) {
      throw Problem.invalid("/listeners", "listeners that hear the event");
    }
    if (relay.replays().find(id).isEmpty()) {
      var tenant = new TenantId(scope.tenant());
      transactions.run(scope, tx -> tx.announce(new EventReplayed(tenant, event, listeners)));
    }
    return relay.replays().run(id, replay, scope.actor(), _ -> {});
  }

  /**
   * Puts a failed delivery back, with all its tries. The engine has a connection of its own: when
   * the transaction is rolled back, the delivery is back nevertheless.
   *
   * @throws Problem when the company has none of that id that has failed
   */
  void retry(Tx tx, UUID id) {
    Predicate<FailedJob> own = job -> job.tenant().equals(tx.tenant());
    var failed = relay.failedJobs().find(id).filter(own);
    if (failed.isEmpty() || !relay.failedJobs().retry(id)) {
      throw Problem.of(Type.NOT_FOUND, "There is no such delivery that has failed.");
    }
    tx.announce(new DeliveryRetried(new TenantId(tx.tenant()), id, failed.get().listener()));
  }
}
