package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.monitor.Explanation.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is held back: paused, failing, limited or delayed; the others go on. */
class HeldTest {

  private final TestBed bed = new TestBed();
  private final AtomicBoolean down = new AtomicBoolean();
  private final Told<Ordered> held =
      new Told<>(
          "Held",
          (_, _) -> {
            if (down.get()) {
              throw new IllegalStateException("connection refused");
            }
          });
  private final Told<Ordered> free = new Told<>("Free");
  private final Relay relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, held, free));

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  private void announce(int events) {
    for (int n = 0; n < events; n++) {
      bed.announce(relay, new Ordered("n" + n));
    }
  }

  private Reason reason() {
    return relay.monitor().explain(bed.delivery("Held")).reason();
  }

  @Test
  void aPausedListenerWaitsWithoutUsingUpTries() {
    announce(30);
    relay.pauses().pauseListener("Held");
    assertThat(
            relay.monitor().explain(bed.delivery("Held' order by id desc limit 1 --")).sentence())
        .isEqualTo("Held waits: it is paused.");

    assertThat(relay.work().completed()).isEqualTo(30);
    bed.clock.advance(Duration.ofDays(400));
    assertThat(relay.work().jobs()).isZero();
    assertThat(reason()).isEqualTo(Reason.LISTENER_PAUSED);

    relay.pauses().resumeListener("Held");
    assertThat(relay.work().completed()).isEqualTo(30);
    assertThat(held.names).hasSize(30);
    assertThat(held.attempts).allMatch(attempt -> attempt.number() == 1);
  }

  @Test
  void aCircuitOpensAfterFailuresInARowAndClosesByItself() {
    held.breaker = CircuitBreaker.after(5, Duration.ofMinutes(10));
    down.set(true);
    announce(50);

    relay.work();
    var called = held.names.size();
    assertThat(called).isBetween(5, 20); // what was claimed with the fifth had begun
    assertThat(free.names).hasSize(50);
    bed.clock.advance(Duration.ofMinutes(9));
    relay.work();
    assertThat(held.names).hasSize(called);
    assertThat(reason()).isEqualTo(Reason.CIRCUIT_OPEN);

    bed.clock.advance(Duration.ofMinutes(2));
    relay.work();
    assertThat(held.names).as("one tries").hasSize(called + 1);

    down.set(false);
    bed.clock.advance(Duration.ofMinutes(11));
    relay.work();
    bed.clock.advance(Duration.ofMinutes(11));
    relay.work();
    assertThat(bed.count("relay.delivery")).isZero();
    assertThat(bed.count("relay.failed_job")).isZero();
    assertThat(bed.count("relay.listener_state where opened_at is not null")).isZero();
  }

  @Test
  void aRateLimitSpreadsWhatItHoldsBack() {
    held.rate = RateLimit.of(60, Duration.ofMinutes(1));
    announce(30);

    relay.work();
    assertThat(held.names).hasSize(1);
    assertThat(free.names).hasSize(30);
    assertThat(reason()).isEqualTo(Reason.RATE_LIMITED);
    for (int second = 1; second < 30; second++) {
      bed.clock.advance(Duration.ofSeconds(1));
      relay.work();
      assertThat(held.names).hasSizeBetween(second, second + 2);
    }
    bed.clock.advance(Duration.ofSeconds(2));
    relay.work();
    assertThat(held.names).hasSize(30);
  }

  @Test
  void anEventMayBeAnnouncedForLater() {
    var tomorrow = bed.clock.instant().plus(Duration.ofDays(1));
    relay.transactions().run(bed.scope(), tx -> tx.announceAt(tomorrow, new Ordered("later")));

    assertThat(relay.work().jobs()).isZero();
    assertThat(reason()).isEqualTo(Reason.NOT_YET_DUE);
    bed.clock.advance(Duration.ofDays(1).minusSeconds(1));
    assertThat(relay.work().jobs()).isZero();
    bed.clock.advance(Duration.ofSeconds(1));
    assertThat(relay.work().completed()).isEqualTo(2);
  }

  @Test
  void aListenerMayStartLater() {
    held.delay = Duration.ofMinutes(5);
    announce(1);

    assertThat(relay.work().completed()).isEqualTo(1);
    bed.clock.advance(Duration.ofMinutes(5));
    assertThat(relay.work().completed()).isEqualTo(1);
    assertThat(held.names).hasSize(1);
  }

  @Test
  void aKeyMayStayTakenForAWhile() {
    held.unique = true;
    held.uniqueFor = Duration.ofHours(1);
    bed.announce(relay, new Ordered("a"), new Ordered("a"), new Ordered("b"));
    relay.work();
    bed.announce(relay, new Ordered("a"));
    relay.work();
    assertThat(held.names).containsExactly("a", "b");

    bed.clock.advance(Duration.ofHours(1));
    bed.announce(relay, new Ordered("a"));
    relay.work();
    assertThat(held.names).containsExactly("a", "b", "a");
    assertThat(free.names).hasSize(5);
  }
}
