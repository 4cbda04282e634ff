package com.quittance.relay.simulation;

import com.quittance.relay.Attempt;
import com.quittance.relay.CircuitBreaker;
import com.quittance.relay.EventMap;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events of the simulation and who hears them. */
sealed interface Trade {

  Set<String> WITH_EFFECT = Set.of("Effect", "Slow", "Shaky");

  /** Heard by one with an effect in its completion's transaction, and by one that just returns. */
  record Sold(int number, int follow) implements Trade {}

  /** Fails now and then. */
  record Shaken(int number) implements Trade {}

  /** Takes longer than it may, now and then. */
  record Drawn(int number) implements Trade {}

  /** Kills its node. */
  record Poisoned(int number) implements Trade {}

  /** Kept once while it waits. */
  record Repeated(int number) implements Trade {}

  /** What listeners do; the store's own map has none. */
  interface Deeds {
    void sold(Sold event, Attempt attempt) throws Exception;

    void returned() throws Exception;

    void shaken(Attempt attempt) throws Exception;

    void drawn(Attempt attempt) throws Exception;

    void poisoned() throws Exception;

    void gaveUp() throws Exception;
  }

  /** What is done. */
  @FunctionalInterface
  interface Deed<E> {
    void on(Deeds deeds, E event, Attempt attempt) throws Exception;
  }

  /** A listener that lets the simulation do the deed. */
  class Heard<E extends Trade> implements Listener<E> {
    private final String name;
    private final String queue;
    private final @Nullable Deeds deeds;
    private final Deed<E> deed;

    Heard(String name, String queue, @Nullable Deeds deeds, Deed<E> deed) {
      this.name = name;
      this.queue = queue;
      this.deeds = deeds;
      this.deed = deed;
    }

    @Override
    public void handle(E event, Attempt attempt) throws Exception {
      deed.on(deeds(), event, attempt);
    }

    @Override
    public Retry retry() {
      return Retry.tries(3, Duration.ofMillis(100), Duration.ofMillis(700)).withJitter(0.5);
    }

    @Override
    public @Nullable CircuitBreaker circuitBreaker() {
      return name.equals("Shaky") ? CircuitBreaker.after(3, Duration.ofMillis(300)) : null;
    }

    @Override
    public Duration timeout() {
      return Duration.ofMillis(400);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String queue() {
      return queue;
    }

    @Override
    public @Nullable String uniqueBy(E event) {
      return event instanceof Repeated repeated ? "k" + repeated.number() : null;
    }

    Deeds deeds() {
      if (deeds == null) {
        throw new IllegalStateException("nothing runs here");
      }
      return deeds;
    }
  }

  /** One that wants to hear of its failures. */
  final class HeardToTheEnd<E extends Trade> extends Heard<E> implements GivesUp<E> {

    HeardToTheEnd(String name, String queue, @Nullable Deeds deeds, Deed<E> deed) {
      super(name, queue, deeds, deed);
    }

    @Override
    public void gaveUp(E event, Attempt attempt, String error) throws Exception {
      deeds().gaveUp();
    }
  }

  static EventMap<Trade> map(@Nullable Deeds deeds) {
    return EventMap.of(Trade.class, _ -> List.of())
        .on(
            "sold",
            1,
            Sold.class,
            new Heard<Sold>(
                "Effect", "front", deeds, (on, event, attempt) -> on.sold(event, attempt)),
            new Heard<Sold>("Plain", "front", deeds, (on, _, _) -> on.returned()))
        .on(
            "shaken",
            1,
            Shaken.class,
            new HeardToTheEnd<Shaken>(
                "Shaky", "front", deeds, (on, _, attempt) -> on.shaken(attempt)))
        .on(
            "drawn",
            1,
            Drawn.class,
            new HeardToTheEnd<Drawn>("Slow", "back", deeds, (on, _, attempt) -> on.drawn(attempt)))
        .on(
            "poisoned",
            1,
            Poisoned.class,
            new HeardToTheEnd<Poisoned>("Poison", "back", deeds, (on, _, _) -> on.poisoned()))
        .on(
            "repeated",
            1,
            Repeated.class,
            new Heard<Repeated>("Once", "back", deeds, (on, _, _) -> on.returned()));
  }
}
