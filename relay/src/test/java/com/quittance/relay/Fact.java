package com.quittance.relay;

import java.util.List;

/** Events of no particular trade. */
public sealed interface Fact {
  String name();

  record Ordered(String name) implements Fact {}

  record Shipped(String name, int boxes) implements Fact {}

  static List<String> tags(Fact fact) {
    return List.of("name:" + fact.name(), fact.getClass().getSimpleName().toLowerCase());
  }

  static EventMap<Fact> map() {
    return EventMap.of(Fact.class, Fact::tags);
  }
}
