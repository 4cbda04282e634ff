package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.Fact.Shipped;
import com.quittance.relay.monitor.Explanation.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that belong together, and what follows when all of them are through. */
class BatchTest {

  private final TestBed bed = new TestBed();
  private final Told<Ordered> each =
      new Told<>(
          "Each",
          (event, attempt) -> {
            switch (event.name()) {
              case "bad" -> throw new IllegalStateException("bad");
              case "effect" -> attempt.complete(_ -> {});
              default -> {}
            }
          });
  private final Told<Shipped> whenDone = new Told<>("WhenDone");

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  private EventMap<Fact> map() {
    return Fact.map()
        .on("ordered", 1, Ordered.class, each)
        .on("shipped", 1, Shipped.class, whenDone);
  }

  private UUID announce(Relay relay, List<Ordered> events) {
    return relay
        .transactions()
        .in(bed.scope(), tx -> tx.announceBatch(events, new Shipped("all", events.size())));
  }

  @Test
  void whatFollowsWaitsUntilAllAreDoneOrGivenUp() {
    each.retry = Retry.tries(2, Duration.ofMinutes(1));
    var relay = bed.stepped(map());
    var batch =
        announce(relay, List.of(new Ordered("a"), new Ordered("effect"), new Ordered("bad")));

    relay.work();
    assertThat(whenDone.names).isEmpty();
    assertThat(relay.monitor().explain(bed.delivery("WhenDone")).sentence())
        .isEqualTo("WhenDone waits for its batch, of which 1 of 3 are not done.");
    assertThat(relay.monitor().explain(bed.delivery("WhenDone")).reason())
        .isEqualTo(Reason.BATCH_NOT_DONE);

    bed.clock.advance(Duration.ofMinutes(1));
    relay.work();
    assertThat(whenDone.names).containsExactly("all");
    var state = relay.batches().find(bed.tenant, batch).orElseThrow();
    assertThat(state.total()).isEqualTo(3);
    assertThat(state.pending()).isZero();
    assertThat(state.failed()).isOne();
    assertThat(state.finishedAt()).isNotNull();
  }

  @Test
  void anEmptyBatchIsDone() {
    var relay = bed.stepped(map());
    announce(relay, List.of());

    relay.work();

    assertThat(whenDone.names).containsExactly("all");
  }

  @Test
  void manyNodesThatFinishABatchAtOnceFollowUpOnce() {
    var settings = TestBed.quick().withConcurrency(8, Map.of()).withClaimBatch(7);
    var one = bed.live(map(), settings);
    var two = bed.live(map(), settings);
    one.start();
    two.start();
    for (int n = 0; n < 10; n++) {
      announce(
          one,
          IntStream.range(0, 40).mapToObj(i -> new Ordered(i % 2 == 0 ? "effect" : "a")).toList());
    }

    Eventually.soon("all followed up", () -> whenDone.names.size() == 10);
    Eventually.soon("all completed", () -> bed.count("relay.delivery") == 0);
    assertThat(whenDone.names).hasSize(10);
    assertThat(bed.count("relay.batch where pending = 0 and total = 40")).isEqualTo(10);
  }
}
