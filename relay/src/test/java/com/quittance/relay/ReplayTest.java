package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.Fact.Shipped;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.event.EventSearch;
import com.quittance.relay.event.Replay;
import com.quittance.relay.event.ReplayProgress;
import com.quittance.relay.monitor.PastAttempt;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stored events are delivered again: what was asked for, marked, once. */
class ReplayTest {

  private final TestBed bed = new TestBed();
  private final List<Boolean> replays = new ArrayList<>();
  private final Told<Ordered> mail =
      new Told<>(
          "Mail",
          (event, attempt) -> {
            replays.add(attempt.isReplay());
            if (event.name().startsWith("bad")) {
              throw new IllegalStateException("bad");
            }
          });
  private final Told<Ordered> audit = new Told<>("Audit");
  private final Told<Shipped> track = new Told<>("Track");
  private final Relay relay =
      bed.stepped(
          Fact.map()
              .on("ordered", 1, Ordered.class, mail, audit)
              .on("shipped", 1, Shipped.class, track));

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void oneEventToAllItsListenersMarkedInTheAttemptAndTheHistory() {
    bed.announce(relay, new Ordered("a"), new Ordered("b"));
    relay.work();
    var event = newest().get(1);

    var progress = run(Replay.ofEvent(event));
    relay.work();

    assertThat(progress)
        .extracting("events", "deliveries", "finished")
        .containsExactly(1L, 2L, true);
    assertThat(mail.names).containsExactly("a", "b", "a");
    assertThat(audit.names).containsExactly("a", "b", "a");
    assertThat(replays).containsExactly(false, false, true);
    assertThat(relay.monitor().historyOfEvent(bed.tenant, event))
        .extracting(PastAttempt::replay)
        .containsExactlyInAnyOrder(false, false, true, true);
  }

  @Test
  void aRangeByTypeTagTenantAndTimeToOneListener() {
    bed.announce(relay, new Ordered("a"), new Shipped("a", 1));
    bed.clock.advance(Duration.ofHours(1));
    var noon = bed.clock.instant();
    bed.announce(relay, new Ordered("b"), new Ordered("c"), new Shipped("b", 1));
    relay.work();

    assertThat(plan(EventFilter.ALL.ofType("ordered"))).isEqualTo(Map.of("Audit", 3L, "Mail", 3L));
    assertThat(plan(EventFilter.ALL.tagged("name:a"))).hasSize(3);
    assertThat(plan(EventFilter.ALL.between(noon, null)))
        .isEqualTo(Map.of("Audit", 2L, "Mail", 2L, "Track", 1L));
    assertThat(plan(EventFilter.ALL.between(null, noon).ofTenant(bed.tenant))).hasSize(3);
    assertThat(plan(EventFilter.ALL.ofTenant(UuidV7.from(Clock.systemUTC())))).isEmpty();

    run(Replay.of(EventFilter.ALL.ofType("ordered").between(noon, null)).to("Audit"));
    relay.work();

    assertThat(audit.names).containsExactly("a", "b", "c", "b", "c");
    assertThat(mail.names).hasSize(3);
  }

  @Test
  void aDryRunChangesNothing() {
    bed.announce(relay, new Ordered("a"));
    relay.work();

    var plan = relay.replays().plan(Replay.ofAll());

    assertThat(plan.total()).isEqualTo(2);
    assertThat(plan.events()).isOne();
    assertThat(bed.count("relay.delivery") + bed.count("relay.replay")).isZero();
  }

  @Test
  void whatIsNotDoneOrHasFailedIsLeftAlone() {
    mail.retry = Retry.tries(1);
    bed.announce(relay, new Ordered("bad"));
    relay.work();
    bed.announce(relay, new Ordered("b"));
    bed.execute(
        "update relay.delivery set owner = gen_random_uuid(), leased_at = now()"
            + " where listener = 'Audit'");
    var waiting = bed.text("select string_agg(d::text, ' ' order by id) from relay.delivery d");

    var plan = relay.replays().plan(Replay.ofAll());
    var progress = run(Replay.ofAll());

    assertThat(plan.deliveries()).isEqualTo(Map.of("Audit", 1L));
    assertThat(plan.pending()).isEqualTo(2);
    assertThat(plan.failed()).isOne();
    assertThat(progress)
        .extracting("events", "deliveries", "pending", "failed")
        .containsExactly(1L, 1L, 2L, 1L);
    assertThat(
            bed.text(
                "select string_agg(d::text, ' ' order by id) from relay.delivery d where not replay"))
        .isEqualTo(waiting);
    bed.execute("delete from relay.delivery");
  }

  @Test
  void aFailedReplayIsStillOneInTheFailedStoreAndWhenRetried() {
    bed.announce(relay, new Ordered("bad"));
    bed.execute("delete from relay.delivery");
    mail.retry = Retry.tries(1);
    run(Replay.ofAll().to("Mail"));
    relay.work();

    assertThat(relay.failedJobs().list(10))
        .singleElement()
        .satisfies(job -> assertThat(job.replay()).isTrue());
    relay.failedJobs().retryAll();
    relay.work();
    assertThat(replays).containsExactly(true, true);
  }

  @Test
  void anInterruptedOneGoesOnBehindTheLastBatchAndMakesNoneTwice() {
    relay
        .transactions()
        .run(
            bed.scope(),
            tx ->
                tx.announce(IntStream.range(0, 2500).mapToObj(n -> new Ordered("n" + n)).toList()));
    bed.execute("delete from relay.delivery");
    var seen = new ArrayList<ReplayProgress>();

    var stopped =
        relay
            .replays()
            .run(
                Replay.ofAll().to("Audit"),
                "test",
                progress -> {
                  seen.add(progress);
                  Thread.currentThread().interrupt();
                });
    assertThat(Thread.interrupted()).isTrue();

    assertThat(stopped).extracting("deliveries", "finished").containsExactly(1000L, false);
    assertThat(relay.work().completed()).isEqualTo(1000);
    bed.clock.advance(Duration.ofSeconds(1));
    bed.announce(relay, new Ordered("later"));
    bed.execute("delete from relay.delivery");

    var rest = relay.replays().resume(stopped.id(), seen::add);

    assertThat(rest).extracting("deliveries", "finished").containsExactly(2500L, true);
    assertThat(seen).extracting(ReplayProgress::deliveries).containsExactly(1000L, 2000L, 2500L);
    assertThat(relay.work().completed()).isEqualTo(1500);
    assertThat(audit.names).hasSize(2500).doesNotHaveDuplicates();
    assertThat(relay.replays().list(1)).containsExactly(rest);
    assertThatThrownBy(() -> relay.replays().resume(stopped.id(), seen::add))
        .hasMessageContaining("is finished");
    assertThatThrownBy(() -> relay.replays().resume(bed.tenant, seen::add))
        .hasMessage("there is no replay " + bed.tenant);
  }

  @Test
  void aReplayWaitsBehindWhatIsNew() {
    bed.announce(relay, new Ordered("old"));
    relay.work();
    run(Replay.ofAll().to("Audit"));
    bed.announce(relay, new Ordered("new"));
    relay.work();

    assertThat(audit.names).containsExactly("old", "new", "old");
  }

  @Test
  void whatIsUniqueStaysSo() {
    mail.unique = true;
    bed.announce(relay, new Ordered("a"));
    relay.work();
    bed.announce(relay, new Ordered("a"));

    var progress = run(Replay.ofAll().to("Mail"));

    assertThat(progress).extracting("deliveries", "pending").containsExactly(0L, 2L);
  }

  @Test
  void eventsWithoutAReaderAreCountedAndLeftAlone() {
    bed.announce(relay, new Ordered("a"), new Shipped("a", 1));
    relay.work();
    var older = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, audit));

    var plan = older.replays().plan(Replay.ofAll());

    assertThat(plan.unreadable()).isOne();
    assertThat(plan.deliveries()).isEqualTo(Map.of("Audit", 1L));
  }

  @Test
  void whatCannotBeMeantIsRefusedAndChangesNothing() {
    bed.announce(relay, new Shipped("a", 1));
    relay.work();
    var shipped = newest().getFirst();
    refused("there is no event type 'sold'", Replay.of(EventFilter.ALL.ofType("sold")));
    refused("there is no listener 'Nobody'", Replay.ofAll().to("Nobody"));
    refused("there is no listener 'Mail.gaveUp'", Replay.ofAll().to("Mail.gaveUp"));
    refused("Mail does not hear shipped", Replay.of(EventFilter.ALL.ofType("shipped")).to("Mail"));
    refused("Mail does not hear shipped", Replay.ofEvent(shipped).to("Mail"));
    refused("there is no event " + bed.tenant, Replay.ofEvent(bed.tenant));
    assertThatThrownBy(() -> Replay.of(EventFilter.ALL)).hasMessageContaining("every event");
    assertThatThrownBy(() -> EventFilter.ALL.between(bed.clock.instant(), bed.clock.instant()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bed.count("relay.replay") + bed.count("relay.delivery")).isZero();
  }

  private void refused(String why, Replay replay) {
    assertThatThrownBy(() -> relay.replays().plan(replay)).hasMessage(why);
    assertThatThrownBy(() -> run(replay)).hasMessage(why);
  }

  private ReplayProgress run(Replay replay) {
    return relay.replays().run(replay, "test", _ -> {});
  }

  private Map<String, Long> plan(EventFilter filter) {
    return relay.replays().plan(Replay.of(filter)).deliveries();
  }

  private List<UUID> newest() {
    return relay.events().search(EventSearch.latest(bed.tenant, 10)).events().stream()
        .map(event -> event.id())
        .toList();
  }
}
