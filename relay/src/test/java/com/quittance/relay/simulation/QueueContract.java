package com.quittance.relay.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.relay.QueueLimits;
import com.quittance.relay.Scope;
import com.quittance.relay.StaleLease;
import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.Nodes;
import com.quittance.relay.queue.QueueConnection;
import com.quittance.relay.queue.QueueConnection.Done;
import com.quittance.relay.queue.QueueConnection.Failure;
import com.quittance.relay.queue.QueueConnection.GiveUp;
import com.quittance.relay.queue.Span;
import com.quittance.relay.queue.Turn;
import com.quittance.relay.simulation.Trade.Drawn;
import com.quittance.relay.simulation.Trade.Repeated;
import com.quittance.relay.simulation.Trade.Shaken;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What any store of deliveries does, real or simulated: the simulation says something about the
 * engine on PostgreSQL because both keep to this.
 */
abstract class QueueContract {

  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Span SPAN = new Span(Instant.EPOCH, Instant.EPOCH.plusMillis(5));

  final UUID here = new UUID(0x0197_0000_0000_7000L, 0x8000_0000_0000_0001L);
  final UUID there = new UUID(0x0197_0000_0000_7000L, 0x8000_0000_0000_0002L);
  final UUID ada = new UUID(0x0197_0000_0000_7000L, 0x8000_0000_0000_0011L);
  final UUID bob = new UUID(0x0197_0000_0000_7000L, 0x8000_0000_0000_0012L);

  /** One in which nothing is yet, with limits for "front" and nobody else. */
  abstract void open(QueueLimits front) throws Exception;

  abstract QueueConnection queue();

  abstract Nodes nodes();

  abstract void announce(UUID tenant, Trade... events);

  /** What is due moves on; leases do not. */
  abstract void passTime(Duration time);

  /** The node has not been heard of for longer than its lease. */
  abstract void silence(UUID node);

  /** Its claims are older than its lease. */
  abstract void age(UUID node);

  abstract void weigh(UUID tenant, int weight, @Nullable Integer concurrency);

  abstract void pauseQueue(String queue);

  abstract void pauseListener(String listener);

  abstract void resumeListener(String listener);

  /** As "waiting 1 running 2 held 3 failed 4 done 5". */
  abstract String state();

  private void open() throws Exception {
    open(QueueLimits.NONE);
    nodes().register(here, "here", List.of("front", "back"));
    nodes().register(there, "there", List.of("front", "back"));
  }

  private List<Job> claim(String queue, int limit) throws SQLException {
    return queue().claim(queue, limit, here, Turn.FIRST).jobs();
  }

  private Job claimOne(String queue) throws SQLException {
    return claim(queue, 1).getFirst();
  }

  @Test
  void lanesTakeTurnsByWeightAndGoOnWhereTheLastClaimEnded() throws Exception {
    open();
    weigh(ada, 2, null);
    for (int n = 0; n < 6; n++) {
      announce(ada, new Shaken(n));
      announce(bob, new Shaken(n));
    }
    var turn = Turn.FIRST;
    var order = new StringBuilder();
    for (int claim = 0; claim < 6; claim++) {
      var claimed = queue().claim("front", 2, here, turn);
      turn = claimed.next();
      claimed.jobs().forEach(job -> order.append(job.tenant().equals(ada) ? 'a' : 'b'));
      order.append(turn.credit()).append(' ');
    }

    assertThat(order).hasToString("aa0 ba1 ab0 aa0 bb0 bb0 ");
    assertThat(state()).isEqualTo("waiting 0 running 12 held 0 failed 0 done 0");
  }

  @Test
  void noRoomIsNoReasonToLoseOnesTurn() throws Exception {
    open(new QueueLimits(1, null));
    weigh(ada, 3, null);
    for (int n = 0; n < 3; n++) {
      announce(ada, new Shaken(n));
    }
    var first = queue().claim("front", 2, here, Turn.FIRST);
    var second = queue().claim("front", 2, here, first.next());

    assertThat(first.jobs()).hasSize(1);
    assertThat(second.jobs()).isEmpty();
    assertThat(first.next().credit()).isEqualTo(2);
    assertThat(second.next()).isEqualTo(first.next());
  }

  @Test
  void aFullLaneKeepsNobodyElseWaiting() throws Exception {
    open(new QueueLimits(null, 1));
    announce(ada, new Shaken(1), new Shaken(2));
    announce(bob, new Shaken(3));

    assertThat(claimOne("front").tenant()).isEqualTo(ada);
    assertThat(claimOne("front").tenant()).isEqualTo(bob);
    assertThat(claim("front", 1)).isEmpty();
  }

  @Test
  void limitsAreKeptBySuspectsToo() throws Exception {
    open(new QueueLimits(2, 1));
    announce(ada, new Shaken(1), new Shaken(2));
    announce(bob, new Shaken(3), new Shaken(4));
    nodes().register(there, "there", List.of("front"));
    assertThat(queue().claim("front", 10, there, Turn.FIRST).jobs()).hasSize(2);
    silence(there);
    assertThat(nodes().rescue(LEASE, 3, List.of()).released()).isEqualTo(2);

    assertThat(queue().claimSuspect("front", here)).isPresent();
    assertThat(claim("front", 10)).hasSize(1);
    assertThat(queue().claimSuspect("front", here)).isEmpty();
    assertThat(state()).isEqualTo("waiting 2 running 2 held 0 failed 0 done 0");
  }

  @Test
  void whatIsPausedIsNotTaken() throws Exception {
    open();
    announce(ada, new Shaken(1), new Drawn(2));
    pauseQueue("back");
    pauseListener("Shaky");

    assertThat(claim("back", 5)).isEmpty();
    var claimed = queue().claim("front", 5, here, Turn.FIRST);
    assertThat(claimed.jobs()).isEmpty();
    assertThat(claimed.setAside()).isOne();
    assertThat(state()).isEqualTo("waiting 1 running 0 held 1 failed 0 done 0");
    resumeListener("Shaky");
    assertThat(claim("front", 5)).hasSize(1);
  }

  @Test
  void anOpenCircuitLetsOneThroughAndTheRestFollows() throws Exception {
    open();
    announce(ada, new Shaken(1), new Shaken(2), new Shaken(3));
    queue().openCircuit("Shaky", Duration.ofMinutes(1), 3, "no");
    assertThat(claim("front", 5)).isEmpty();

    passTime(Duration.ofSeconds(61));
    assertThat(queue().look(Set.of("front")).ready()).containsExactly("front");
    var trial = claim("front", 5);
    assertThat(trial).singleElement().matches(Job::trial);
    assertThat(state()).isEqualTo("waiting 0 running 1 held 2 failed 0 done 0");
    queue().closeCircuit("Shaky");
    assertThat(claim("front", 5)).hasSize(2).noneMatch(Job::trial);
  }

  @Test
  void aSuspectIsTheTrialWhenNothingElseIsThere() throws Exception {
    open();
    announce(ada, new Shaken(1));
    queue().claim("front", 5, there, Turn.FIRST);
    silence(there);
    nodes().rescue(LEASE, 3, List.of());
    queue().openCircuit("Shaky", Duration.ofMinutes(1), 3, "no");
    assertThat(queue().claimSuspect("front", here)).isEmpty();

    passTime(Duration.ofSeconds(61));
    assertThat(queue().claimSuspect("front", here)).get().matches(Job::trial);
  }

  @Test
  void whatFailsWaitsForItsTimeAndLookTellsWhen() throws Exception {
    open();
    announce(ada, new Shaken(1));
    var job = claimOne("front");
    assertThat(queue().retry(job, SPAN, Failure.ERROR, Duration.ofMinutes(5), "no")).isTrue();

    assertThat(queue().look(Set.of("front")).ready()).isEmpty();
    assertThat(queue().look(Set.of("front")).untilNext()).isEqualTo(Duration.ofMinutes(5));
    assertThat(claim("front", 1)).isEmpty();
    passTime(Duration.ofMinutes(5));
    assertThat(queue().look(Set.of("front")).ready()).containsExactly("front");
    var again = claimOne("front");
    assertThat(again.number()).isEqualTo(2);
    assertThat(again.leaseNo()).isEqualTo(2);
    assertThat(queue().lastError(ada, job.eventId(), "Shaky")).contains("no");
  }

  @Test
  void aLateTransitionChangesNothing() throws Exception {
    open();
    announce(ada, new Shaken(1));
    var late = claimOne("front");
    assertThat(queue().release(late, SPAN)).isTrue();
    var present = claimOne("front");
    var before = state();

    assertThat(queue().complete(List.of(new Done(late, SPAN)))).isEmpty();
    assertThat(queue().retry(late, SPAN, Failure.ERROR, Duration.ZERO, "no")).isFalse();
    assertThat(queue().release(late, SPAN)).isFalse();
    assertThat(queue().giveUp(late, SPAN, Failure.ERROR, giveUp(true))).isFalse();
    assertThatThrownBy(() -> queue().completeWith(late, scope(), () -> SPAN, _ -> {}))
        .isInstanceOf(StaleLease.class);
    assertThat(state()).isEqualTo(before);
    assertThat(queue().complete(List.of(new Done(present, SPAN), new Done(late, SPAN))))
        .containsExactly(present.id());
    assertThat(state()).isEqualTo("waiting 0 running 0 held 0 failed 0 done 1");
  }

  @Test
  void givingUpIsOneStepAndTellsItsListener() throws Exception {
    open();
    announce(ada, new Shaken(1));
    var job = claimOne("front");
    assertThat(queue().giveUp(job, SPAN, Failure.ERROR, giveUp(true))).isTrue();

    assertThat(state()).isEqualTo("waiting 1 running 0 held 0 failed 1 done 0");
    assertThat(claimOne("front").listener()).isEqualTo("Shaky.gaveUp");
  }

  @Test
  void aTransactionThatFailsLeavesTheJobRunning() throws Exception {
    open();
    announce(ada, new Shaken(1));
    var job = claimOne("front");
    assertThatThrownBy(
            () ->
                queue()
                    .completeWith(
                        job,
                        scope(),
                        () -> SPAN,
                        tx -> {
                          tx.announce(new Drawn(2));
                          throw new IllegalStateException("no");
                        }))
        .hasMessageContaining("no");
    assertThat(state()).isEqualTo("waiting 0 running 1 held 0 failed 0 done 0");

    queue().completeWith(job, scope(), () -> SPAN, tx -> tx.announce(new Drawn(2)));
    assertThat(state()).isEqualTo("waiting 1 running 0 held 0 failed 0 done 1");
  }

  @Test
  void aKeyIsTakenWhileItsDeliveryIsNotDone() throws Exception {
    open();
    announce(ada, new Repeated(1));
    announce(ada, new Repeated(1), new Repeated(2));
    announce(bob, new Repeated(1));
    assertThat(state()).isEqualTo("waiting 3 running 0 held 0 failed 0 done 0");

    var done = new ArrayList<Done>();
    claim("back", 5).forEach(job -> done.add(new Done(job, SPAN)));
    queue().complete(done);
    announce(ada, new Repeated(1));
    assertThat(state()).isEqualTo("waiting 1 running 0 held 0 failed 0 done 3");
  }

  @Test
  void onlyTheDeadAreRescuedFrom() throws Exception {
    open();
    announce(ada, new Shaken(1), new Shaken(2));
    claimOne("front");
    queue().claim("front", 1, there, Turn.FIRST);
    assertThat(nodes().rescue(LEASE, 3, List.of()).released()).isZero();
    silence(there);
    assertThat(nodes().renew(there, LEASE, 0, 0)).isFalse();
    assertThat(nodes().renew(here, LEASE, 0, 0)).isTrue();

    for (int crash = 1; crash <= 3; crash++) {
      var rescued = nodes().rescue(LEASE, 3, List.of("Shaky"));
      assertThat(List.of(rescued.released(), rescued.quarantined()))
          .isEqualTo(crash < 3 ? List.of(1, 0) : List.of(0, 1));
      if (crash < 3) {
        assertThat(queue().claimSuspect("front", there)).isPresent();
      }
    }
    assertThat(state()).isEqualTo("waiting 1 running 1 held 0 failed 1 done 0");
  }

  @Test
  void whatANodeHoldsUnawaresIsPutBack() throws Exception {
    open();
    announce(ada, new Shaken(1), new Shaken(2));
    var known = claimOne("front");
    claimOne("front"); // and the answer is lost
    assertThat(nodes().putBackUnheard(here, LEASE, Set.of(known.id()))).isZero();
    age(here);

    assertThat(nodes().putBackUnheard(here, LEASE, Set.of(known.id()))).isOne();
    assertThat(state()).isEqualTo("waiting 1 running 1 held 0 failed 0 done 0");
    assertThat(nodes().handOver(here)).isOne();
    assertThat(claim("front", 5)).hasSize(2).allMatch(job -> job.crashCount() == 0);
  }

  private Scope scope() {
    return Scope.of(ada, "test", ada);
  }

  private static GiveUp giveUp(boolean hook) {
    return new GiveUp("exhausted", "no", "no", hook);
  }

  static Map<String, QueueLimits> limits(QueueLimits front) {
    return front.equals(QueueLimits.NONE) ? Map.of() : Map.of("front", front);
  }
}
