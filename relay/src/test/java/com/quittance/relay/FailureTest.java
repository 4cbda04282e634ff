package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.Fact.Shipped;
import com.quittance.relay.queue.FailedJob;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be done is kept with its reason, and nothing stops the worker. */
class FailureTest {

  private final TestBed bed = new TestBed();

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  /** Always fails, and has something to say in the end; saying it fails twice. */
  private static final class Hopeless extends Told<Ordered> implements GivesUp<Ordered> {
    final List<String> said = new ArrayList<>();
    int refusals = 2;

    Hopeless() {
      super(
          "Hopeless",
          (_, attempt) -> {
            throw new IllegalStateException("hopeless " + attempt.number());
          });
      retry = Retry.tries(2, Duration.ofSeconds(30));
    }

    @Override
    public void gaveUp(Ordered event, Attempt attempt, String error) {
      if (refusals-- > 0) {
        throw new IllegalStateException("cannot say it");
      }
      said.add(
          "%s %d %s %s".formatted(event.name(), attempt.number(), attempt.scope().actor(), error));
    }
  }

  @Test
  void givingUpIsToldByADeliveryOfItsOwnThatIsRetried() {
    var hopeless = new Hopeless();
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, hopeless));
    bed.announce(relay, new Ordered("a"));

    relay.work();
    bed.clock.advance(Duration.ofSeconds(30));
    relay.work();
    assertThat(relay.failedJobs().list(10)).hasSize(1);
    assertThat(hopeless.said).isEmpty();
    bed.clock.advance(Duration.ofMinutes(1));
    relay.work();
    bed.clock.advance(Duration.ofMinutes(5));
    relay.work();

    assertThat(hopeless.said)
        .containsExactly(
            "a 3 listener:Hopeless.gaveUp java.lang.IllegalStateException: hopeless 2");
    assertThat(bed.count("relay.delivery")).isZero();
    assertThat(relay.failedJobs().list(10)).hasSize(1);
  }

  @Test
  void aHookThatFailsFiveTimesIsKeptToo() {
    var hopeless = new Hopeless();
    hopeless.refusals = 100;
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, hopeless));
    bed.announce(relay, new Ordered("a"));
    for (int i = 0; i < 10; i++) {
      relay.work();
      bed.clock.advance(Duration.ofMinutes(15));
    }

    assertThat(relay.failedJobs().list(10))
        .extracting(FailedJob::listener, FailedJob::attempts)
        .containsExactly(tuple("Hopeless.gaveUp", 5), tuple("Hopeless", 2));
  }

  @Test
  void givingUpIsAllOrNothing() {
    var hopeless = new Hopeless();
    hopeless.retry = Retry.tries(1);
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, hopeless));
    bed.announce(relay, new Ordered("a"));
    bed.execute("alter table relay.failed_job add constraint full_up check (false)");

    assertThatThrownBy(relay::work).isInstanceOf(UncheckedSqlException.class);

    assertThat(bed.count("relay.delivery where listener = 'Hopeless' and owner is null")).isOne();
    assertThat(bed.count("relay.delivery")).isOne();
    assertThat(bed.count("relay.attempt where outcome = 'failed'")).isZero();
  }

  @Test
  void unknownListenersTypesVersionsAndPayloadsGoToTheFailedStoreWithTheirReason() {
    var told = new Told<Ordered>("Told");
    var writer =
        bed.stepped(
            Fact.map()
                .on("ordered", 1, Ordered.class, told, new Told<Ordered>("Gone"))
                .on("shipped", 1, Shipped.class, new Told<Shipped>("Other")));
    bed.announce(writer, new Ordered("a"), new Ordered("b"), new Ordered("c"), new Ordered("d"));
    bed.announce(writer, new Shipped("e", 1));
    bed.execute(
        "delete from relay.delivery d using relay.event e where e.id = d.event_id"
            + " and d.listener = 'Gone' and e.payload->>'name' <> 'a'");
    bed.execute("update relay.event set version = 9 where payload->>'name' = 'b'");
    bed.execute("update relay.event set payload = '[1]' where payload->>'name' = 'c'");
    bed.execute("delete from relay.event where payload->>'name' = 'd'");

    var reader = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    bed.execute("update relay.delivery set queue = 'default'");
    var report = reader.work();

    assertThat(told.names).containsExactly("a");
    assertThat(report).isEqualTo(new WorkReport(1, 0, 5, 0));
    assertThat(reader.failedJobs().list(10))
        .extracting(FailedJob::reason)
        .containsExactlyInAnyOrder(
            "unknown_listener",
            "unknown_version",
            "unreadable_payload",
            "missing_event",
            "unknown_type");
  }

  @Test
  void aFailedJobIsPutBackWithAllItsTriesAndAGrowingLease() {
    var broken = new boolean[] {true};
    var told =
        new Told<Ordered>(
            "Mends",
            (_, _) -> {
              if (broken[0]) {
                throw new IllegalStateException("broken");
              }
            });
    told.retry = Retry.tries(2);
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    bed.announce(relay, new Ordered("a"), new Ordered("b"), new Ordered("c"), new Ordered("d"));
    relay.work();
    var failed = relay.failedJobs();
    assertThat(failed.list(10)).hasSize(4);
    var first = failed.list(10).getFirst();
    broken[0] = false;
    told.attempts.clear();

    assertThat(failed.find(first.id())).contains(first);
    assertThat(failed.retry(first.id())).isTrue();
    assertThat(failed.retry(first.id())).isFalse();
    assertThat(bed.number("select lease_no from relay.delivery")).isEqualTo(2);
    relay.work();
    assertThat(told.attempts).singleElement().returns(1, Attempt::number);
    assertThat(bed.number("select max(lease_no) from relay.attempt")).isEqualTo(3);

    assertThat(failed.forget(failed.list(1).getFirst().id())).isTrue();
    assertThat(failed.retryAll()).isEqualTo(2);
    assertThat(relay.work().completed()).isEqualTo(2);
    assertThat(failed.flush()).isZero();
  }

  @Test
  void aFailedJobWhoseKeyWaitsAgainStaysInTheStore() {
    var told =
        new Told<Ordered>(
            "Unique",
            (_, _) -> {
              throw new IllegalStateException("no");
            });
    told.unique = true;
    told.retry = Retry.tries(1);
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    bed.announce(relay, new Ordered("a"));
    relay.work();
    bed.announce(relay, new Ordered("a"));

    assertThat(relay.failedJobs().retryAll()).isZero();
    assertThat(relay.failedJobs().list(10)).hasSize(1);
  }

  @Test
  void aStaleAttemptCompletesNothing() {
    var stolen = new boolean[1];
    var told =
        new Told<Ordered>(
            "Robbed",
            (event, attempt) -> {
              if (!stolen[0]) {
                stolen[0] = true;
                bed.execute("update relay.delivery set owner = null, crash_count = 1");
              } else {
                attempt.complete(tx -> DeliveryTest.effect(tx, event.name(), attempt));
              }
            });
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    bed.announce(relay, new Ordered("a"));

    assertThat(relay.work()).isEqualTo(new WorkReport(1, 0, 0, 1));
    assertThat(told.names).hasSize(2);
    assertThat(bed.count("effect")).isOne();
    assertThat(bed.count("relay.attempt")).isOne();
  }

  @Test
  void theEffectOfAStaleAttemptIsRolledBack() {
    var stale = new ArrayList<Throwable>();
    var told =
        new Told<Ordered>(
            "Robbed",
            (event, attempt) -> {
              if (stale.isEmpty()) {
                bed.execute("update relay.delivery set lease_no = lease_no + 1, owner = null");
              }
              try {
                attempt.complete(tx -> DeliveryTest.effect(tx, event.name(), attempt));
              } catch (StaleLease lease) {
                stale.add(lease);
                throw lease;
              }
            });
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    bed.announce(relay, new Ordered("a"));

    assertThat(relay.work()).isEqualTo(new WorkReport(1, 0, 0, 1));
    assertThat(stale).hasSize(1);
    assertThat(bed.count("effect")).isOne();
  }

  @Test
  void oldVersionsAreBroughtForwardFromWhatIsStored() {
    var old = bed.stepped(Fact.map().on("shipped", 1, Ordered.class, new Told<Ordered>("Told")));
    bed.announce(old, new Ordered("a"));
    bed.execute("update relay.event set payload = payload || '{\"forgotten\": 1}'");
    var told = new Told<Shipped>("Told", (it, _) -> assertThat(it.boxes()).isEqualTo(7));
    var map =
        Fact.map()
            .on("shipped", 3, Shipped.class, told)
            .upcast("shipped", 1, node -> node.put("crates", 7))
            .upcast(
                "shipped",
                2,
                node -> node.set("boxes", node.remove("crates")) == null ? node : node);

    assertThat(bed.stepped(map).work()).isEqualTo(new WorkReport(1, 0, 0, 0));
  }

  @Test
  void aNodeThatCannotReadWhatWaitsDoesNotStart() {
    var writer =
        bed.stepped(
            Fact.map()
                .on("ordered", 2, Ordered.class, new Told<Ordered>("Told"))
                .on("shipped", 1, Shipped.class, new Told<Shipped>("Other")));
    bed.announce(writer, new Ordered("a"), new Ordered("b"), new Shipped("c", 1));
    var reader =
        bed.live(
            Fact.map().on("ordered", 1, Ordered.class, new Told<Ordered>("Told")), TestBed.quick());

    assertThatThrownBy(reader::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ordered version 2 (2 waiting), shipped version 1 (1 waiting)");
    assertThat(bed.count("relay.node")).isZero();
    assertThat(bed.count("relay.delivery")).isEqualTo(3);
  }

  @Test
  void aDeadNodesWorkIsRescuedAndAfterThreeCrashesKept() {
    var told = new Told<Ordered>("Told");
    var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));
    bed.announce(relay, new Ordered("a"), new Ordered("b"));
    var ghost = UuidV7.from(Clock.systemUTC());
    bed.execute(
        "insert into relay.node (id, name, queues, seen_at) values ('"
            + ghost
            + "', 'ghost', '{default}', now() - interval '9 seconds')");
    bed.execute("update relay.delivery set owner = '" + ghost + "', leased_at = now()");
    bed.execute(
        "update relay.delivery set crash_count = 2 where id = (select id from relay.delivery order by id desc limit 1)");
    assertThat(relay.work().jobs()).as("its lease has not run out").isZero();

    bed.execute("update relay.node set seen_at = now() - interval '11 seconds'");
    assertThat(relay.work()).isEqualTo(new WorkReport(1, 0, 0, 0));

    assertThat(told.names).containsExactly("a");
    assertThat(relay.failedJobs().list(10))
        .singleElement()
        .returns("crashed", FailedJob::reason)
        .returns(0, FailedJob::attempts)
        .returns(3, FailedJob::crashes);
    assertThat(bed.count("relay.attempt where outcome = 'crashed'")).isEqualTo(2);
  }
}
