package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Fact.Ordered;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events and attempts lie in months, whenever those were made. */
class PartitionsTest {

  private final TestBed bed = new TestBed();
  private final Relay relay =
      bed.stepped(Fact.map().on("ordered", 1, Ordered.class, new Told<Ordered>("Told")));

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void rowsThatFellIntoTheDefaultPartitionMoveToTheirMonth() {
    bed.clock.advance(Duration.between(bed.clock.instant(), Clock.systemUTC().instant()));
    bed.execute("drop table relay.event_%1$s; drop table relay.attempt_%1$s".formatted(month()));
    bed.announce(relay, new Ordered("a"), new Ordered("b"));
    relay.work();
    assertThat(bed.count("relay.event_default")).isEqualTo(2);

    bed.execute("set role quittance_relay; select relay.make_partitions(2)");

    assertThat(bed.count("relay.event_default")).isZero();
    assertThat(bed.count("relay.attempt_default")).isZero();
    assertThat(bed.count("relay.event_" + month())).isEqualTo(2);
    bed.announce(relay, new Ordered("c"));
    assertThat(bed.count("relay.event_" + month())).isEqualTo(3);
    assertThat(
            bed.text(
                "select relforcerowsecurity::text from pg_class where relname = 'event_default'"))
        .isEqualTo("true");
    bed.execute("set role quittance_relay; select relay.make_partitions(2)");
  }

  private String month() {
    return bed.text("select to_char(now() at time zone 'UTC', 'YYYY_MM')");
  }
}
