package com.quittance.demo;

import com.quittance.House;
import com.quittance.demo.Outcome.Check;
import com.quittance.demo.Outcome.Moment;
import com.quittance.demo.Outcome.Scenario;
import com.quittance.relay.event.EventSearch;
import com.quittance.relay.event.StoredEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** One scenario as it is told: what was checked, and the events and attempts of its invoice. */
final class Story {

  private static final int MOST_EVENTS = 100;

  private final House house;
  private final UUID tenant;
  private final String name;
  private final List<Check> checks = new ArrayList<>();

  Story(House house, UUID tenant, String name) {
    this.house = house;
    this.tenant = tenant;
    this.name = name;
  }

  void check(String what, boolean ok) {
    checks.add(new Check(what, ok));
  }

  /**
   * @param tags the events that belong to it have one of these
   */
  Scenario end(String... tags) {
    var moments = new ArrayList<Moment>();
    for (var tag : tags) {
      var latestFirst =
          house
              .relay()
              .events()
              .search(EventSearch.latest(tenant, MOST_EVENTS).tagged(tag))
              .events();
      latestFirst.reversed().forEach(event -> moments.addAll(moments(event)));
    }
    var timeline = moments.stream().distinct().sorted(Comparator.comparing(Moment::at)).toList();
    return new Scenario(name, checks.stream().allMatch(Check::ok), timeline, List.copyOf(checks));
  }

  private List<Moment> moments(StoredEvent event) {
    var moments = new ArrayList<Moment>();
    moments.add(new Moment(event.occurredAt(), event.type(), "", 0, "announced", 0));
    for (var attempt : house.relay().monitor().historyOfEvent(tenant, event.id())) {
      moments.add(
          new Moment(
              attempt.startedAt(),
              event.type(),
              attempt.listener(),
              attempt.number(),
              attempt.outcome(),
              attempt.took().toMillis()));
    }
    return moments;
  }
}
