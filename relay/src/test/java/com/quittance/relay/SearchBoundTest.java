package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.Fact.Shipped;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.event.EventSearch;
import com.quittance.relay.event.Replay;
import com.quittance.relay.monitor.DeliverySearch;
import com.quittance.relay.monitor.DeliveryState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a search reads does not depend on how much is stored: the plans of all its queries are
 * executed and counted. The table has the shapes that are worst: a tag that half of all events
 * bear, none of them new; a tag of five among all; states that are rare among many.
 *
 * <p>At another scale, with a line for each search, by {@code bench/search}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchBoundTest {

  static final long EVENTS = Long.getLong("relay.search.events", 200_000);

  /**
   * Rows do not grow, pages do by the height of an index: the attempts at 2 000 events are looked
   * up in each of four months. Of ten million events 41 000 are read.
   */
  private static final int PAGES = 50_000;

  private static final UUID SMALL = new UUID(0x0199_0000_0000_7000L, 0x8000_0000_0000_0007L);

  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofDays(100));

  private final TestBed bed = new TestBed();
  private final ExplainedSource explained = new ExplainedSource(bed.engine);
  private final Relay relay =
      bed.keep(
          Relay.builder(
                  Fact.map()
                      .on("ordered", 1, Ordered.class, new Told<Ordered>("Mail"))
                      .on("shipped", 1, Shipped.class, new Told<Shipped>("Track")))
              .application(bed.application)
              .engine(explained.asDataSource())
              .clock(LATER)
              .build());

  @BeforeAll
  void fill() {
    new StoredHistory(bed).fill(EVENTS, SMALL);
  }

  @AfterAll
  void close() throws Exception {
    bed.close();
  }

  static List<String> filters() {
    return List.copyOf(byName().keySet());
  }

  private static Map<String, EventFilter> byName() {
    var all = EventFilter.ALL;
    var filters = new LinkedHashMap<String, EventFilter>();
    filters.put("all", all);
    filters.put("a tag of all", all.tagged("everywhere"));
    filters.put("a tag of the older half", all.tagged("past"));
    filters.put("a tag of five", all.tagged("rare"));
    filters.put("a tag of none", all.tagged("nobody"));
    filters.put("two tags, never together", all.tagged("past").tagged("present"));
    filters.put("a common and a rare tag", all.tagged("everywhere").tagged("rare"));
    filters.put("a type", all.ofType("ordered"));
    filters.put("a rare type", all.ofType("shipped"));
    filters.put("a type and a tag, never together", all.ofType("shipped").tagged("past"));
    filters.put("a small tenant", all.ofTenant(SMALL));
    filters.put("a small tenant and a tag of all", all.ofTenant(SMALL).tagged("everywhere"));
    filters.put("a correlation", all.correlatedBy(SMALL));
    filters.put("a past time", all.between(null, LATER.instant().minus(Duration.ofDays(50))));
    return filters;
  }

  @ParameterizedTest
  @MethodSource("filters")
  void eventsAreFoundWithinTheBound(String name) {
    explained.costs.clear();

    var page = relay.events().search(new EventSearch(byName().get(name), null, 50));

    // the ways counted, the one walked, where it ended: each no more than 5 000
    bounded(name + ": " + page.events().size(), 5_000 * 5, 5_000);
    assertThat(page.events().size() == 50 || page.next() == null || isSparse(name)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("filters")
  void deliveriesInEachStateAreFoundWithinTheBound(String name) {
    var states = new ArrayList<DeliveryState[]>();
    states.add(new DeliveryState[0]);
    Arrays.stream(DeliveryState.values()).forEach(one -> states.add(new DeliveryState[] {one}));
    for (var some : states) {
      explained.costs.clear();
      var page = relay.monitor().deliveries(DeliverySearch.of(byName().get(name), 50).in(some));
      bounded(name + " " + Arrays.toString(some) + ": " + page.deliveries().size(), 25_000, PAGES);
    }
  }

  @Test
  void theNewestOfATagAreFoundWithoutCollectingTheOthers() {
    explained.costs.clear();

    assertThat(relay.events().search(EventSearch.latest(null, 50).tagged("past")).events())
        .hasSize(50);

    bounded("newest of a tag", 100, 200);
  }

  @Test
  void aBatchOfAReplayReadsNoMoreThanItDelivers() {
    explained.costs.clear();
    relay
        .replays()
        .run(
            Replay.of(EventFilter.ALL.tagged("past")).to("Mail"),
            "test",
            _ -> Thread.currentThread().interrupt());
    assertThat(Thread.interrupted()).isTrue();
    bounded("a batch", 3_000, 5_000);
  }

  /** Few among what was walked, since neither condition alone is rare: it says where to go on. */
  private static boolean isSparse(String name) {
    var smallIsCommon = EVENTS / 1_000 >= 5_000;
    return name.contains("never together")
        || smallIsCommon && name.equals("a small tenant and a tag of all");
  }

  private void bounded(String what, long rows, long buffers) {
    if (Long.getLong("relay.search.events") != null) {
      System.out.printf(
          "%-60s %6d rows %6d buffers%n", what, explained.rows(), explained.buffers());
    }
    assertThat(explained.costs).isNotEmpty();
    assertThat(explained.rows()).as(() -> what + "\n" + explained.costs).isLessThanOrEqualTo(rows);
    assertThat(explained.buffers())
        .as(() -> what + "\n" + explained.costs)
        .isLessThanOrEqualTo(buffers);
  }
}
