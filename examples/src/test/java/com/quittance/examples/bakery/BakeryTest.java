package com.quittance.examples.bakery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.examples.Shop;
import com.quittance.examples.bakery.Bakery.Ordered;
import com.quittance.relay.Relay;
import com.quittance.relay.UuidV7;
import com.quittance.relay.WorkOptions;
import com.quittance.relay.test.RelayTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example of the README compiles and does what it says, and this is how one tests it. */
class BakeryTest {

  private Shop shop;

  @BeforeEach
  void open() {
    shop = new Shop();
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private void fireTheOven() {
    shop.execute("create table loaf (bread text); grant insert on loaf to shop_app");
  }

  private RelayTest bakery() {
    return RelayTest.of(
        Relay.builder(Bakery.events()).application(shop.application()).engine(shop.engine()));
  }

  @Test
  void whatIsOrderedIsBaked() {
    fireTheOven();
    try (var relay = Bakery.open(shop.application(), shop.engine())) {
      Bakery.order(relay.transactions(), UuidV7.from(Clock.systemUTC()), "rye");
      relay.work(WorkOptions.untilEmpty());
    }
    assertThat(shop.count("loaf where bread = 'rye'")).isOne();
  }

  @Test
  void anOrderIsEnqueuedAndDrained() {
    fireTheOven();
    try (var relay = bakery()) {
      relay.publish(new Ordered("rye", 1), new Ordered("wheat", 1)).assertEnqueued("Bake", 2);

      assertThat(relay.drain().completed()).isEqualTo(2);
      relay.assertNothingEnqueued();
    }
    assertThat(shop.count("loaf")).isEqualTo(2);
  }

  @Test
  void aColdOvenIsTriedAgainWhenTimeHasPassed() {
    try (var relay = bakery()) {
      relay.publish(new Ordered("rye", 1)).drain();
      relay.assertEnqueued("Bake", 1);
      assertThat(relay.drain().jobs()).as("not yet").isZero();

      fireTheOven();
      relay.moveClock(Duration.ofMinutes(1)).drain();
      relay.assertNothingEnqueued();
    }
    assertThat(shop.count("loaf")).isOne();
  }

  @Test
  void anOvenThatStaysColdIsGivenUp() {
    try (var relay = bakery()) {
      relay.publish(new Ordered("rye", 1)).drain();
      relay.moveClock(Duration.ofMinutes(1)).drain();
      relay.moveClock(Duration.ofMinutes(5)).drain();

      relay.assertNothingEnqueued().assertFailed("Bake", 1);
      assertThat(relay.failed().getFirst().error()).contains("loaf");
    }
  }

  @Test
  void whoExpectsTheWrongThingIsToldWhatThereIs() {
    try (var relay = bakery()) {
      assertThatThrownBy(() -> relay.assertEnqueued("Bake", 1))
          .hasMessage("expected 1 deliveries of Bake to wait, but 0 do; there are none at all");
      relay.publish(new Ordered("rye", 1)).drain();

      assertThatThrownBy(relay::assertNothingEnqueued)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("expected nothing to wait")
          .hasMessageContaining("Bake is not due until " + relay.nextDue());
      assertThatThrownBy(() -> relay.assertFailed("Bake", 1))
          .hasMessageContaining("expected 1 deliveries of Bake to have failed, but 0 have");
    }
  }

  @Test
  void theReadmeShowsExactlyThis() throws IOException {
    var source =
        Files.readString(Path.of("src/main/java/com/quittance/examples/bakery/Bakery.java"));
    var body = source.substring(source.indexOf("/** A bakery"));

    assertThat(Files.readString(Path.of("../relay/README.md"))).contains(body.strip());
  }
}
