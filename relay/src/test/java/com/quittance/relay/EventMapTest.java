package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.Fact.Shipped;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The map refuses what would be ambiguous once it is stored. */
class EventMapTest {

  @Test
  void aListenerWhosePolicyCannotBeKeptIsRefusedAndNamed() {
    var backwards = new Told<Ordered>("Backwards");
    backwards.delay = Duration.ofSeconds(-1);
    refused(backwards, "listener 'Backwards' of event 'ordered': delay is PT-1S, in the past");
    var instant = new Told<Ordered>("Instant");
    instant.timeout = Duration.ZERO;
    refused(instant, "listener 'Instant' of event 'ordered': timeout is PT0S");
    var never =
        new Told<Ordered>("Never") {
          @Override
          public Retry retry() {
            return Retry.tries(0);
          }
        };
    refused(never, "listener 'Never' of event 'ordered': tries is 0, expected 1 to 100");
    var past =
        new Told<Ordered>("Past") {
          @Override
          public Retry retry() {
            return Retry.tries(2, Duration.ofMinutes(-1));
          }
        };
    refused(past, "listener 'Past' of event 'ordered': a backoff is in the past: [PT-1M]");
  }

  /** Such as the natural "none", and a mistake in the unit: both would overflow at a failure. */
  @Test
  void whatIsLongerThanTenYearsIsRefused() {
    var endless = new Told<Ordered>("Endless");
    endless.timeout = Duration.ofSeconds(Long.MAX_VALUE);
    refused(
        endless,
        "listener 'Endless' of event 'ordered': a timeout, delay or uniqueFor of"
            + " PT2562047788015215H30M7S is longer than 3650 days");
    assertThatThrownBy(() -> Retry.tries(2, Duration.ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("expected waits of 3650 days at most");
    assertThatThrownBy(() -> Retry.tries(2, (Duration) null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @SuppressWarnings("NullAway") // as those write who do not check
  void aListenerWithoutNameOrQueueIsRefusedAndNamed() {
    var lost = new Told<Ordered>("Lost");
    lost.queue = null;
    refused(lost, "listener 'Lost' has no queue");
    var nameless = new Told<Ordered>(null);
    refused(
        nameless,
        "%s, which hears 'ordered', has no name".formatted(nameless.getClass().getName()));
  }

  @Test
  void settingsThatNobodyCanMeanAreRefused() {
    var settings = RelaySettings.defaults();
    assertThatThrownBy(() -> settings.withPoll(Duration.ofDays(1_000_000), true))
        .hasMessage("poll is PT24000000H, expected PT0.01S to PT1H");
    assertThatThrownBy(() -> settings.withGrace(Duration.ofSeconds(-1)))
        .hasMessage("grace is PT-1S, expected PT0S to PT24H");
    assertThatThrownBy(() -> settings.withNode(" "))
        .hasMessage("node is ' ', expected 1 to 200 characters");
  }

  @Test
  void aListenerHearsAnEventOnceUnderOneName() {
    assertThatThrownBy(
            () ->
                Fact.map()
                    .on(
                        "ordered",
                        1,
                        Ordered.class,
                        new Told<Ordered>("Same"),
                        new Told<Ordered>("Same")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("listener 'Same' hears 'ordered' twice");
  }

  private static void refused(Listener<Ordered> listener, String message) {
    assertThatThrownBy(() -> Fact.map().on("ordered", 1, Ordered.class, listener))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private final Told<Ordered> told = new Told<>("Told");

  @Test
  void aTypeAClassAndAListenersNameAreTakenOnce() {
    var map = Fact.map().on("ordered", 1, Ordered.class, told);

    refused(() -> map.on("ordered", 1, Shipped.class), "'ordered' is bound twice");
    refused(() -> map.on("again", 1, Ordered.class), "Ordered is bound twice");
    refused(
        () -> map.on("shipped", 1, Shipped.class, new Told<Shipped>("Told")),
        "two listeners are named 'Told'");
    refused(() -> Fact.map().on("o", 1, Ordered.class, told, told), "hears 'o' twice");
    refused(() -> Fact.map().on("a b", 1, Ordered.class), "not a plain name");
    refused(() -> Fact.map().on("o", 0, Ordered.class), "version of event 'o' is 0");
    refused(
        () -> Fact.map().on("o", 1, Ordered.class, new Told<Ordered>("X.gaveUp")),
        "not a plain name");
  }

  @Test
  void oneListenerMayHearManyEvents() {
    var all = new Told<Fact>("All");
    all.queue = "audit";
    var map =
        Fact.map().on("ordered", 1, Ordered.class, all, told).on("shipped", 1, Shipped.class, all);

    assertThat(map.queues()).containsExactly("audit", "default");
    assertThat(map.bindings()).hasSize(2);
  }

  @Test
  void aVersionIsReadWhenEveryStepToTheCurrentOneIsKnown() {
    var map =
        Fact.map()
            .on("ordered", 4, Ordered.class)
            .upcast("ordered", 2, node -> node)
            .upcast("ordered", 3, node -> node);

    assertThat(map.reads("ordered", 4)).isTrue();
    assertThat(map.reads("ordered", 2)).isTrue();
    assertThat(map.reads("ordered", 1)).isFalse();
    assertThat(map.reads("ordered", 5)).isFalse();
    assertThat(map.reads("other", 1)).isFalse();
    refused(() -> map.upcast("ordered", 2, node -> node), "two upcasters");
  }

  private static void refused(Runnable deed, String why) {
    assertThatThrownBy(deed::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
