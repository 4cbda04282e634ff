package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Fact.Ordered;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Plans are remembered from when the tables were empty, and are right when they are full: what one
 * delivery costs does not depend on how many wait.
 */
class ByIndexTest {

  private static final int OTHERS = 20_000;

  private final TestBed bed = new TestBed();

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void nothingIsEverReadFromEndToEnd() {
    var before = readWithout(0);
    assertThat(readWithout(OTHERS) - before).isLessThan(OTHERS);
  }

  /** Rows of deliveries that scans without an index have read, once their sessions have ended. */
  private long readWithout(int others) {
    var application = bed.pool(bed.database, TestBed.APP, 2);
    var engine = bed.pool(bed.database, TestBed.ENGINE, 4);
    var relay =
        Relay.builder(map())
            .application(application)
            .engine(engine)
            .settings(TestBed.quick())
            .build();
    relay.start();
    everyEnding(relay);
    bed.execute(
        """
        insert into relay.delivery (tenant_id, id, event_id, listener, queue, available_at)
        select uuidv7(), uuidv7(), uuidv7(), 'Nobody', 'elsewhere', now()
        from generate_series(1, %d)
        """
            .formatted(others));
    everyEnding(relay);
    relay.close();
    application.close();
    engine.close();
    return bed.number(
        "select seq_tup_read from pg_stat_all_tables"
            + " where schemaname = 'relay' and relname = 'delivery'");
  }

  private static EventMap<?> map() {
    var failing = new Told<Ordered>("Failing", (_, _) -> error());
    failing.retry = Retry.tries(2, Duration.ofMillis(1));
    return Fact.map()
        .on(
            "ordered",
            1,
            Ordered.class,
            new Told<Ordered>("Returning"),
            new Told<Ordered>("Completing", (_, attempt) -> attempt.complete(_ -> {})),
            failing);
  }

  private static void error() {
    throw new IllegalStateException("as the test says");
  }

  /** Often enough for a session to settle on its plans. */
  private void everyEnding(Relay relay) {
    for (int n = 0; n < 20; n++) {
      var before = relay.report();
      bed.announce(relay, new Ordered("o" + n));
      Eventually.soon(
          "all are settled",
          () ->
              relay.report().completed() == before.completed() + 2
                  && relay.report().failed() == before.failed() + 1);
    }
    assertThat(List.of(relay.report().stale())).containsExactly(0L);
  }
}
