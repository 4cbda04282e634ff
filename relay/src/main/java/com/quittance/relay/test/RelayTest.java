package com.quittance.relay.test;

import com.quittance.relay.Relay;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import com.quittance.relay.WorkReport;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.monitor.DeliverySearch;
import com.quittance.relay.monitor.DeliveryState;
import com.quittance.relay.monitor.FoundDelivery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A relay whose time stands still and that works when told to, on the calling thread: publish, look
 * at what is enqueued, drain, move the clock. On the real tables, so what passes here is what
 * happens. Used by one thread.
 *
 * <pre>{@code
 * try (var relay = RelayTest.of(Relay.builder(map).application(app).engine(engine))) {
 *   relay.publish(new Ordered("rye", 1));
 *   relay.assertEnqueued("Bake", 1);
 *   relay.drain();
 *   relay.assertNothingEnqueued();
 * }
 * }</pre>
 */
public final class RelayTest implements AutoCloseable {

  private static final int SHOWN = 20;

  private final Relay relay;
  private final SteppedClock clock;
  private final UUID tenant;

  private RelayTest(Relay relay, SteppedClock clock) {
    this.relay = relay;
    this.clock = clock;
    this.tenant = UuidV7.from(clock);
  }

  /**
   * Builds the relay, with a clock of its own that stands at the present moment.
   *
   * @param builder as the application sets it up; its clock is replaced
   */
  public static RelayTest of(Relay.Builder builder) {
    return of(builder, new SteppedClock(Clock.tickMillis(ZoneOffset.UTC).instant()));
  }

  /**
   * The same with a clock that the application under test has too.
   *
   * @param builder as the application sets it up; its clock is replaced
   */
  public static RelayTest of(Relay.Builder builder, SteppedClock clock) {
    return new RelayTest(builder.clock(clock).steppedTime().build(), clock);
  }

  public Relay relay() {
    return relay;
  }

  /** What decides what is due, and what the application should take its time from. */
  public SteppedClock clock() {
    return clock;
  }

  /** For whom {@link #publish(Object...)} publishes. */
  public UUID tenant() {
    return tenant;
  }

  /** Announces events in a transaction of {@link #tenant()}. */
  public RelayTest publish(Object... events) {
    return publish(tenant, events);
  }

  /** Announces events in a transaction of that tenant. */
  public RelayTest publish(UUID other, Object... events) {
    var scope = Scope.of(other, "test", UuidV7.from(clock));
    relay.transactions().run(scope, tx -> tx.announce(events));
    return this;
  }

  /**
   * Runs all that is due, and what follows from it, until nothing is due: what waits for a later
   * try or was delayed stays, until the clock is moved.
   *
   * @return what was done; failures are counted, not thrown
   */
  public WorkReport drain() {
    return relay.work();
  }

  /** Time passes. What becomes due by it runs at the next {@link #drain()}. */
  public RelayTest moveClock(Duration by) {
    clock.advance(by);
    return this;
  }

  /**
   * So many deliveries of that listener wait, due or not, for all tenants together.
   *
   * @param listener its {@link com.quittance.relay.Listener#name()}
   * @throws AssertionError when there are more or fewer, saying what there is
   */
  public RelayTest assertEnqueued(String listener, int times) {
    var waiting = enqueued();
    var its = waiting.stream().filter(it -> it.listener().equals(listener)).count();
    if (its != times) {
      throw new AssertionError(
          "expected %d deliveries of %s to wait, but %d do; %s"
              .formatted(times, listener, its, described(waiting)));
    }
    return this;
  }

  /**
   * Nothing waits, neither due nor for later.
   *
   * @throws AssertionError when something does, saying what and for what it waits
   */
  public RelayTest assertNothingEnqueued() {
    var waiting = enqueued();
    if (!waiting.isEmpty()) {
      throw new AssertionError("expected nothing to wait; " + described(waiting));
    }
    return this;
  }

  /**
   * So many deliveries of that listener were given up and lie in the failed store.
   *
   * @throws AssertionError when there are more or fewer, saying what there is
   */
  public RelayTest assertFailed(String listener, int times) {
    var failed = found(DeliveryState.FAILED);
    var its = failed.stream().filter(it -> it.listener().equals(listener)).count();
    if (its != times) {
      throw new AssertionError(
          "expected %d deliveries of %s to have failed, but %d have; %s"
              .formatted(times, listener, its, described(failed)));
    }
    return this;
  }

  /** The deliveries that wait, due or not; those of the newest event first. */
  public List<FoundDelivery> enqueued() {
    return found(
        DeliveryState.WAITING, DeliveryState.DELAYED, DeliveryState.HELD, DeliveryState.RUNNING);
  }

  /** The deliveries that were given up, with the error; those of the newest event first. */
  public List<FoundDelivery> failed() {
    return found(DeliveryState.FAILED);
  }

  /** When the next of what waits is due; the present moment when nothing waits. */
  public Instant nextDue() {
    return enqueued().stream()
        .map(FoundDelivery::at)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(clock.instant());
  }

  private List<FoundDelivery> found(DeliveryState... states) {
    var found = new ArrayList<FoundDelivery>();
    var search = DeliverySearch.of(EventFilter.ALL, 1_000).in(states);
    var page = relay.monitor().deliveries(search);
    found.addAll(page.deliveries());
    while (page.next() != null) {
      page = relay.monitor().deliveries(search.after(page.next()));
      found.addAll(page.deliveries());
    }
    return found;
  }

  private String described(List<FoundDelivery> deliveries) {
    if (deliveries.isEmpty()) {
      return "there are none at all";
    }
    var text = new StringBuilder("there %s".formatted(deliveries.size() == 1 ? "is" : "are"));
    for (var it : deliveries.subList(0, Math.min(SHOWN, deliveries.size()))) {
      text.append("%n  %s".formatted(relay.monitor().explain(it.id()).sentence()));
    }
    if (deliveries.size() > SHOWN) {
      text.append("%n  and %d more".formatted(deliveries.size() - SHOWN));
    }
    return text.toString();
  }

  @Override
  public void close() {
    relay.close();
  }
}
