package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.Fact.Shipped;
import org.junit.jupiter.api.Test;

/** The map refuses what would be ambiguous once it is stored. */
class EventMapTest {

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
