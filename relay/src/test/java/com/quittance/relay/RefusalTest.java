package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.queue.FailedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the database refuses to write about one delivery holds up no other. */
class RefusalTest {

  private final TestBed bed = new TestBed();

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void ofManyWhoRetryTheFailedStoreAtOnceEachJobIsPutBackByOne() throws Exception {
    var told = new Told<Ordered>("Told");
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    relay
        .transactions()
        .run(
            bed.scope(),
            tx ->
                tx.announce(IntStream.range(0, 2_000).mapToObj(n -> new Ordered("" + n)).toList()));
    bed.execute(
        """
        insert into relay.failed_job (tenant_id, id, event_id, listener, queue, priority, attempt,
                                      crash_count, lease_no, reason, error, failed_at)
        select tenant_id, id, event_id, listener, queue, priority, 3, 0, 3, 'tries_exhausted', '-',
               now()
        from relay.delivery order by random();
        delete from relay.delivery
        """);

    try (var many = Executors.newFixedThreadPool(4)) {
      var retries = IntStream.range(0, 4).mapToObj(_ -> (Callable<Integer>) () -> retry(relay));
      var putBack = 0;
      for (var each : many.invokeAll(retries.toList())) {
        putBack += each.get();
      }
      assertThat(putBack).isEqualTo(2_000);
    }
    relay.work();

    assertThat(told.names).hasSize(2_000).doesNotHaveDuplicates();
    assertThat(bed.count("relay.delivery")).isZero();
    assertThat(bed.count("relay.failed_job")).isZero();
  }

  /** While it puts back, what is back is worked and gone: the second must not find it again. */
  private int retry(Relay relay) {
    return relay.failedJobs().retryAll();
  }

  @Test
  void historyThatIsThereAlreadyDoesNotKeepADeliveryFromItsEnd() {
    var told = new Told<Ordered>("Told");
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    bed.announce(relay, new Ordered("a"), new Ordered("b"));
    bed.execute(
        """
        insert into relay.attempt (tenant_id, delivery_id, lease_no, event_id, listener, queue,
                                   number, outcome, node, started_at, finished_at)
        select tenant_id, id, 1, event_id, listener, queue, 1, 'released', tenant_id, now(), now()
        from relay.delivery
        """);

    assertThat(relay.work().completed()).isEqualTo(2);
    assertThat(bed.count("relay.delivery")).isZero();
  }

  @Test
  void whatCannotBeCompletedIsGivenUpAndTheOthersComplete() {
    var good = new Told<Ordered>("Good");
    var bad = new Told<Ordered>("Bad");
    var relay = bed.live(Fact.map().on("ordered", 1, Ordered.class, good, bad), TestBed.quick());
    bed.execute(
        "alter table relay.attempt add check (listener <> 'Bad' or outcome <> 'completed')");
    for (int i = 0; i < 20; i++) {
      bed.announce(relay, new Ordered("n" + i));
    }

    var report = relay.work(WorkOptions.untilEmpty());

    assertThat(report.completed()).isEqualTo(20);
    assertThat(report.failed()).isEqualTo(20);
    assertThat(bed.count("relay.delivery")).isZero();
    assertThat(relay.failedJobs().list(100))
        .hasSize(20)
        .allSatisfy(job -> assertThat(job).returns("not_settled", FailedJob::reason));
  }

  @Test
  void aListenerThatCannotSayItsTimeoutKeepsNobodyWaiting() {
    var broken = new AtomicBoolean();
    var bad =
        new Told<Ordered>("Bad") {
          @Override
          public Duration timeout() {
            if (broken.get()) {
              throw new IllegalStateException("no settings");
            }
            return super.timeout();
          }
        };
    var good = new Told<Ordered>("Good");
    var relay = bed.live(Fact.map().on("ordered", 1, Ordered.class, good, bad), TestBed.quick());
    bed.announce(relay, new Ordered("a"), new Ordered("b"));
    broken.set(true);

    assertThat(relay.work(WorkOptions.untilEmpty()).completed()).isEqualTo(4);
    assertThat(bad.names).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whatCannotBeStoredIsRefusedWhenItIsAnnounced() {
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, new Told<Ordered>("Told")));

    assertThatThrownBy(() -> bed.announce(relay, new Ordered("half\0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Ordered holds the character NUL");
    bed.announce(relay, new Ordered("a backslash, and no more: \\u0000"));
    assertThatThrownBy(
            () ->
                relay
                    .transactions()
                    .run(bed.scope(), tx -> tx.announceAt(Instant.MAX, new Ordered("late"))))
        .hasMessageContaining("expected 9999-12-31T00:00:00Z at most");
    assertThat(bed.count("relay.event")).isOne();
  }
}
