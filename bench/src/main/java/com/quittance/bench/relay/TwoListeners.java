package com.quittance.bench.relay;

import com.quittance.relay.Attempt;
import com.quittance.relay.EventMap;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import java.util.List;
import java.util.function.Consumer;

/** An event that two listeners hear, as most events have some. */
final class TwoListeners {

  /** What happened, with a number to know it by. */
  record Happened(int number) {}

  private TwoListeners() {}

  /**
   * @param first what the first one does; the second does nothing
   */
  static EventMap<Happened> map(Consumer<Happened> first) {
    return EventMap.of(Happened.class, event -> List.of("happened:" + event.number()))
        .on("happened", 1, Happened.class, listener("First", first), listener("Second", _ -> {}));
  }

  private static Listener<Happened> listener(String name, Consumer<Happened> deed) {
    return new Listener<>() {
      @Override
      public void handle(Happened event, Attempt attempt) {
        deed.accept(event);
      }

      @Override
      public Retry retry() {
        return Retry.tries(3);
      }

      @Override
      public String name() {
        return name;
      }
    };
  }
}
