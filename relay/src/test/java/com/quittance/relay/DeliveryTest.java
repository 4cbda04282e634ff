package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.Fact.Shipped;
import com.quittance.relay.event.EventSearch;
import com.quittance.relay.queue.FailedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What commits is delivered, what rolls back never was. */
class DeliveryTest {

  private final TestBed bed = new TestBed();

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void whatCommitsIsDeliveredToEachListenerOnce() {
    var one = new Told<Ordered>("One");
    var two = new Told<Ordered>("Two");
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, one, two));
    bed.announce(relay, new Ordered("a"), new Ordered("b"));

    var report = relay.work();

    assertThat(one.names).containsExactly("a", "b");
    assertThat(two.names).containsExactly("a", "b");
    assertThat(report).isEqualTo(new WorkReport(4, 0, 0, 0));
    assertThat(relay.work().jobs()).isZero();
    assertThat(bed.count("relay.delivery")).isZero();
    assertThat(bed.count("relay.attempt where outcome = 'completed'")).isEqualTo(4);
    assertThat(bed.count("relay.node")).isZero();
  }

  @Test
  void whatRollsBackNeverWas() {
    var told = new Told<Ordered>("Told");
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));

    assertThatThrownBy(
            () ->
                relay
                    .transactions()
                    .run(
                        bed.scope(),
                        tx -> {
                          tx.announce(new Ordered("never"));
                          throw new IllegalStateException("changed my mind");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("changed my mind");

    assertThat(relay.work().jobs()).isZero();
    assertThat(bed.count("relay.event")).isZero();
    assertThat(bed.count("relay.delivery")).isZero();
  }

  @Test
  void anEventThatIsNotInTheMapRollsEverythingBack() {
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class));

    assertThatThrownBy(() -> bed.announce(relay, new Ordered("a"), new Shipped("b", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Shipped");

    assertThat(bed.count("relay.event")).isZero();
  }

  @Test
  void anEventCarriesWhoWhyAndWhenAndPassesItOn() {
    var relay = new Relay[1];
    var shipped = new Told<Shipped>("Shipped");
    var ordered =
        new Told<Ordered>(
            "Ship",
            (event, attempt) -> attempt.complete(tx -> tx.announce(new Shipped(event.name(), 2))));
    relay[0] =
        bed.stepped(
            Fact.map()
                .on("ordered", 1, Ordered.class, ordered)
                .on("shipped", 1, Shipped.class, shipped));
    var scope = new Scope(bed.tenant, "token:7", bed.tenant, null, "00-abc-def-01");
    relay[0].transactions().run(scope, tx -> tx.announce(new Ordered("a")));

    relay[0].work();

    var all = relay[0].events().search(EventSearch.latest(bed.tenant, 10)).events();
    assertThat(all).hasSize(2);
    var first = all.get(1);
    var second = all.get(0);
    assertThat(first.actor()).isEqualTo("token:7");
    assertThat(first.tags()).containsExactly("name:a", "ordered");
    assertThat(first.occurredAt()).isEqualTo(bed.clock.instant());
    assertThat(second.actor()).isEqualTo("listener:Ship");
    assertThat(second.correlation()).isEqualTo(first.correlation());
    assertThat(second.causation()).isEqualTo(first.id());
    assertThat(second.traceParent()).isEqualTo("00-abc-def-01");
    assertThat(shipped.attempts.getFirst().scope().causation()).isEqualTo(second.id());
    assertThat(relay[0].monitor().historyOfCorrelation(bed.tenant, bed.tenant))
        .extracting("eventType", "listener", "number", "outcome")
        .containsExactly(
            tuple("ordered", "Ship", 1, "completed"), tuple("shipped", "Shipped", 1, "completed"));
  }

  @Test
  void failuresAreRetriedAtExactlyTheStatedTimes() {
    var starts = new ArrayList<Duration>();
    var began = bed.clock.instant();
    var told =
        new Told<Ordered>(
            "Fails",
            (_, attempt) -> {
              starts.add(Duration.between(began, bed.clock.instant()));
              assertThat(attempt.number()).isEqualTo(starts.size());
              throw new IllegalStateException("no " + starts.size());
            });
    told.retry = Retry.tries(4, Duration.ofMinutes(1), Duration.ofMinutes(5));
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    bed.announce(relay, new Ordered("a"));

    relay.work();
    for (int second = 1; second <= 15 * 60; second++) {
      bed.clock.advance(Duration.ofSeconds(1));
      if (second % 60 == 0 || second % 60 == 59) {
        relay.work();
      }
    }

    assertThat(starts)
        .containsExactly(
            Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(6), Duration.ofMinutes(11));
    assertThat(relay.failedJobs().list(10))
        .singleElement()
        .returns("tries_exhausted", FailedJob::reason)
        .returns(4, FailedJob::attempts)
        .satisfies(
            failed ->
                assertThat(failed.error()).contains("IllegalStateException: no 4").contains("at "));
    assertThat(bed.text("select string_agg(outcome, ' ' order by lease_no) from relay.attempt"))
        .isEqualTo("retried retried retried failed");
  }

  @Test
  void anErrorIsAFailureOfItsAttemptOnly() {
    var calm = new Told<Ordered>("Calm");
    var deep =
        new Told<Ordered>(
            "Deep",
            (_, _) -> {
              throw new StackOverflowError();
            });
    deep.retry = Retry.tries(1);
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, deep, calm));
    bed.announce(relay, new Ordered("a"));

    assertThat(relay.work()).isEqualTo(new WorkReport(1, 0, 1, 0));
    assertThat(calm.names).containsExactly("a");
  }

  @Test
  void higherPriorityGoesFirst() {
    var order = new ArrayList<String>();
    var low = new Told<Ordered>("Low", (_, _) -> order.add("low"));
    var high = new Told<Ordered>("High", (_, _) -> order.add("high"));
    high.priority = 5;
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, low, high));
    bed.announce(relay, new Ordered("a"), new Ordered("b"));

    relay.work();

    assertThat(order).containsExactly("high", "high", "low", "low");
  }

  @Test
  void whileOneWithTheSameKeyIsNotDoneNoSecondIsMade() {
    var told = new Told<Ordered>("Unique");
    told.unique = true;
    var other = new Told<Ordered>("Other");
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told, other));
    bed.announce(relay, new Ordered("a"), new Ordered("a"), new Ordered("b"));
    bed.announce(relay, new Ordered("a"));

    relay.work();
    assertThat(told.names).containsExactly("a", "b");
    assertThat(other.names).hasSize(4);

    bed.announce(relay, new Ordered("a"));
    relay.work();
    assertThat(told.names).containsExactly("a", "b", "a");
  }

  @Test
  void workOfTheListenerAndItsCompletionAreOneTransaction() {
    var failures = new AtomicInteger();
    var told =
        new Told<Ordered>(
            "Effect",
            (event, attempt) ->
                attempt.complete(
                    tx -> {
                      effect(tx, event.name(), attempt);
                      if (failures.getAndIncrement() == 0) {
                        throw new IllegalStateException("after the effect");
                      }
                    }));
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    bed.announce(relay, new Ordered("a"));

    relay.work();
    assertThat(bed.count("effect")).isZero();
    bed.clock.advance(Duration.ofMinutes(1));
    assertThat(relay.work().completed()).isEqualTo(1);
    assertThat(bed.count("effect")).isEqualTo(1);
  }

  @Test
  void completingTwiceOrFailingAfterwardsChangesNothing() {
    var told =
        new Told<Ordered>(
            "Twice",
            (event, attempt) -> {
              attempt.complete(tx -> effect(tx, event.name(), attempt));
              attempt.complete(tx -> effect(tx, event.name(), attempt));
            });
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    bed.announce(relay, new Ordered("a"));

    assertThat(relay.work()).isEqualTo(new WorkReport(1, 0, 0, 0));
    assertThat(bed.count("effect")).isEqualTo(1);
    assertThat(bed.count("relay.failed_job")).isZero();
  }

  @Test
  void manyEventsAreWrittenByOneStatementAndAllWorked() {
    // the database has made the months from its own on
    bed.clock.advance(Duration.between(bed.clock.instant(), Instant.now()));
    var told = new Told<Ordered>("Many");
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    var events = new ArrayList<Ordered>();
    for (int i = 0; i < 1000; i++) {
      events.add(new Ordered("n" + i));
    }
    relay.transactions().run(bed.scope(), tx -> tx.announce(events));

    assertThat(relay.work().completed()).isEqualTo(1000);
    assertThat(told.names).isEqualTo(events.stream().map(Ordered::name).toList());
    assertThat(bed.count("relay.event_default")).as("all in their month").isZero();
  }

  @Test
  void eventsAreFoundByTagTypeAndTime() {
    var relay =
        bed.stepped(Fact.map().on("ordered", 1, Ordered.class).on("shipped", 1, Shipped.class));
    bed.announce(relay, new Ordered("a"), new Shipped("a", 3));
    bed.clock.advance(Duration.ofHours(1));
    bed.announce(relay, new Ordered("b"));
    var all = EventSearch.latest(bed.tenant, 10);

    assertThat(relay.events().search(all.tagged("name:a", "ordered")).events()).hasSize(1);
    assertThat(relay.events().search(all.ofType("ordered")).events()).hasSize(2);
    assertThat(relay.events().search(all.between(bed.clock.instant(), null)).events()).hasSize(1);
    assertThat(relay.events().search(all.between(null, bed.clock.instant())).events()).hasSize(2);
    assertThat(relay.events().search(EventSearch.latest(null, 1)).events())
        .singleElement()
        .satisfies(it -> assertThat(it.payload().replace(" ", "")).isEqualTo("{\"name\":\"b\"}"));
  }

  static void effect(Tx tx, String name, Attempt attempt) throws java.sql.SQLException {
    try (var insert = tx.connection().prepareStatement("insert into effect values (?, ?, ?)")) {
      insert.setObject(1, tx.tenant());
      insert.setString(2, name);
      insert.setObject(3, attempt.job());
      insert.executeUpdate();
    }
  }
}
