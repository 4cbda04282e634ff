package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.Fact.Shipped;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.event.EventSearch;
import com.quittance.relay.event.StoredEvent;
import com.quittance.relay.monitor.DeliverySearch;
import com.quittance.relay.monitor.DeliverySearch.Cursor;
import com.quittance.relay.monitor.DeliveryState;
import com.quittance.relay.monitor.FoundDelivery;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events and deliveries are found by tag and state, in every state, page by page. */
class SearchTest {

  private final TestBed bed = new TestBed();
  private final Told<Ordered> mail =
      new Told<>(
          "Mail",
          (event, _) -> {
            if (event.name().startsWith("bad")) {
              throw new IllegalStateException("bad");
            }
          });
  private final Told<Shipped> track = new Told<>("Track");
  private final Relay relay =
      bed.stepped(
          Fact.map().on("ordered", 1, Ordered.class, mail).on("shipped", 1, Shipped.class, track));

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void eventsPageByPageNewestFirst() {
    announceInTurn(25);
    var all = new ArrayList<String>();
    UUID cursor = null;
    do {
      var page = relay.events().search(EventSearch.latest(null, 10).after(cursor));
      page.events().stream().map(StoredEvent::payload).forEach(all::add);
      cursor = page.next();
    } while (cursor != null);
    assertThat(all).hasSize(25).doesNotHaveDuplicates();
    assertThat(all.getFirst()).contains("n24");
    assertThat(all.getLast()).contains("n0");
    assertThat(relay.events().search(EventSearch.latest(null, 25)).next()).isNull();
  }

  @Test
  void eventsByIdAndCorrelationAndTagsTogether() {
    announceInTurn(3);
    var newest = relay.events().search(EventSearch.latest(bed.tenant, 1)).events().getFirst();

    assertThat(events(EventFilter.one(newest.id()))).containsExactly(newest);
    assertThat(events(EventFilter.one(newest.id()).ofTenant(bed.tenant))).hasSize(1);
    assertThat(events(EventFilter.one(bed.tenant))).isEmpty();
    assertThat(events(EventFilter.ALL.correlatedBy(newest.correlation()))).containsExactly(newest);
    assertThat(events(EventFilter.ALL.tagged("name:n2", "ordered"))).containsExactly(newest);
    assertThat(events(EventFilter.ALL.tagged("name:n2").tagged("shipped"))).isEmpty();
    assertThat(events(EventFilter.ALL.ofType("shipped"))).isEmpty();
  }

  @Test
  void moreTagsThanCanBeSearchedAreRefused() {
    var map =
        EventMap.of(Fact.class, _ -> IntStream.range(0, 9).mapToObj(n -> "t" + n).toList())
            .on("ordered", 1, Ordered.class);
    assertThatThrownBy(() -> bed.announce(bed.stepped(map), new Ordered("a")))
        .hasMessageContaining("9 tags, expected at most 8");
    assertThat(bed.count("relay.event")).isZero();
    var eight =
        EventMap.of(Fact.class, _ -> IntStream.range(0, 16).mapToObj(n -> "t" + n / 2).toList())
            .on("ordered", 1, Ordered.class);
    bed.announce(bed.stepped(eight), new Ordered("a"));
    assertThat(events(EventFilter.ALL.tagged("t7"))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(DeliveryState.class)
  void aDeliveryIsFoundInItsStateAndNoOther(DeliveryState state) {
    everyState();

    var found = find(search().in(state));

    assertThat(found).extracting(FoundDelivery::state).containsExactly(state);
    assertThat(find(search())).contains(found.getFirst());
    assertThat(find(tagged("name:" + nameOf(state)).in(state))).isEqualTo(found);
    assertThat(find(tagged("name:other").in(state))).isEmpty();
    assertThat(find(search().in(state).to("Track"))).isEmpty();
    assertThat(find(search().in(state).to("Mail").inQueue("default"))).isEqualTo(found);
    assertThat(find(search().in(state).inQueue("other"))).isEmpty();
    bed.execute("delete from relay.delivery");
  }

  @Test
  void allStatesTogetherNewestEventFirst() {
    everyState();

    assertThat(find(search()))
        .extracting("eventType", "listener", "state", "attempts")
        .containsExactly(
            tuple("ordered", "Mail", DeliveryState.WAITING, 0),
            tuple("ordered", "Mail", DeliveryState.RUNNING, 0),
            tuple("ordered", "Mail", DeliveryState.HELD, 0),
            tuple("ordered", "Mail", DeliveryState.DELAYED, 0),
            tuple("ordered", "Mail", DeliveryState.FAILED, 1),
            tuple("ordered", "Mail", DeliveryState.FORGOTTEN, 1),
            tuple("ordered", "Mail", DeliveryState.COMPLETED, 1));
    bed.execute("delete from relay.delivery");
  }

  @Test
  void everyPageGoesOnWhereTheOneBeforeEnded() {
    everyState();
    var all = find(search());
    for (int limit = 1; limit <= 8; limit++) {
      var paged = new ArrayList<FoundDelivery>();
      Cursor cursor = null;
      do {
        var page =
            relay.monitor().deliveries(DeliverySearch.of(EventFilter.ALL, limit).after(cursor));
        paged.addAll(page.deliveries());
        cursor = page.next() == null ? null : Cursor.parse(page.next().toString());
      } while (cursor != null);
      assertThat(paged).isEqualTo(all);
    }
    bed.execute("delete from relay.delivery");
  }

  @Test
  void aRetryIsDelayedAndAReplayIsMarked() {
    bed.announce(relay, new Ordered("bad"));
    relay.work();

    assertThat(find(search()))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.state()).isEqualTo(DeliveryState.DELAYED);
              assertThat(it.attempts()).isOne();
              assertThat(it.at()).isEqualTo(bed.clock.instant().plus(Duration.ofMinutes(1)));
            });
    bed.execute("delete from relay.delivery");
    relay.replays().run(com.quittance.relay.event.Replay.ofAll(), "test", _ -> {});
    assertThat(find(search().in(DeliveryState.WAITING)))
        .extracting(FoundDelivery::replay)
        .containsExactly(true);
  }

  @Test
  void deliveriesByTenantAndTime() {
    announceInTurn(2);
    var stranger = UuidV7.from(Clock.systemUTC());
    var second = bed.clock.instant();

    assertThat(find(of(EventFilter.ALL.ofTenant(bed.tenant)))).hasSize(2);
    assertThat(find(of(EventFilter.ALL.ofTenant(stranger)))).isEmpty();
    assertThat(find(of(EventFilter.ALL.ofTenant(stranger)).in(DeliveryState.WAITING))).isEmpty();
    assertThat(find(of(EventFilter.ALL.between(second, null)))).hasSize(1);
    assertThat(find(of(EventFilter.ALL.between(null, second)).in(DeliveryState.WAITING)))
        .hasSize(1);
  }

  @Test
  void aCursorOrLimitThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Cursor.parse("x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cursor.parse("x/y")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DeliverySearch.of(EventFilter.ALL, 0)).hasMessageContaining("limit");
    assertThatThrownBy(() -> EventSearch.latest(null, 1001)).hasMessageContaining("limit");
  }

  /** One of each, in an event of its own. */
  private void everyState() {
    mail.retry = Retry.tries(1);
    bed.announce(relay, new Ordered("completed"));
    relay.work();
    bed.clock.advance(Duration.ofSeconds(1));
    bed.announce(relay, new Ordered("bad forgotten"));
    relay.work();
    relay.failedJobs().flush();
    bed.clock.advance(Duration.ofSeconds(1));
    bed.announce(relay, new Ordered("bad failed"));
    relay.work();
    for (var name : List.of("delayed", "held", "running", "waiting")) {
      bed.clock.advance(Duration.ofSeconds(1));
      bed.announce(relay, new Ordered(name));
      var change =
          switch (name) {
            case "delayed" -> "held = 'delay', available_at = '2030-01-01Z'";
            case "held" -> "held = 'pause', available_at = 'infinity'";
            case "running" -> "owner = gen_random_uuid(), leased_at = now()";
            default -> "held = null";
          };
      bed.execute(
          "update relay.delivery set %s where event_id = (select id from relay.event order by id desc limit 1)"
              .formatted(change));
    }
  }

  private static String nameOf(DeliveryState state) {
    var name = state.name().toLowerCase();
    return name.equals("failed") || name.equals("forgotten") ? "bad " + name : name;
  }

  private void announceInTurn(int count) {
    for (int n = 0; n < count; n++) {
      bed.clock.advance(Duration.ofSeconds(1));
      bed.announce(relay, new Ordered("n" + n));
    }
  }

  private List<StoredEvent> events(EventFilter filter) {
    return relay.events().search(new EventSearch(filter, null, 10)).events();
  }

  private static DeliverySearch search() {
    return of(EventFilter.ALL);
  }

  private static DeliverySearch tagged(String tag) {
    return of(EventFilter.ALL.tagged(tag));
  }

  private static DeliverySearch of(EventFilter filter) {
    return DeliverySearch.of(filter, 100);
  }

  private List<FoundDelivery> find(DeliverySearch search) {
    return relay.monitor().deliveries(search).deliveries();
  }
}
