package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Fact.Ordered;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many finished deliveries leave behind is removed before autovacuum comes. */
class SweptTest {

  private static final String VACUUMED =
      "(select from pg_stat_all_tables where schemaname = 'relay' and relname = 'delivery'"
          + " and vacuum_count > 0) swept";

  private final TestBed bed = new TestBed();

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void aBusyNodeRemovesWhatItIsDoneWith() {
    var told = new Told<Ordered>("Told");
    var relay =
        bed.live(
            Fact.map().on("ordered", 1, Ordered.class, told),
            TestBed.quick().withConcurrency(2_000, Map.of()).withClaimBatch(500));
    relay.start();

    finish(relay, 1_000);
    assertThat(bed.count(VACUUMED)).isZero();

    finish(relay, 25_000);
    Eventually.soon("the table is swept", () -> bed.count(VACUUMED) == 1);
  }

  private void finish(Relay relay, int jobs) {
    var before = relay.report().completed();
    bed.announce(relay, IntStream.range(0, jobs).mapToObj(n -> new Ordered("o" + n)).toArray());
    Eventually.within(
        Duration.ofMinutes(1), "all are told", () -> relay.report().completed() == before + jobs);
  }
}
