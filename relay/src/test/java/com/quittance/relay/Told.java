package com.quittance.relay;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A listener that remembers what it was told, and does as the test says. */
class Told<E extends Fact> implements Listener<E> {

  /** What it does when told. */
  @FunctionalInterface
  interface Deed<E> {
    void on(E event, Attempt attempt) throws Exception;
  }

  final List<String> names = new CopyOnWriteArrayList<>();
  final List<Attempt> attempts = new CopyOnWriteArrayList<>();
  private final String name;
  private final Deed<E> deed;
  Retry retry = Retry.tries(3, Duration.ofMinutes(1), Duration.ofMinutes(5));
  Duration timeout = Duration.ofSeconds(30);
  String queue = "default";
  int priority = 0;
  boolean unique = false;
  Duration uniqueFor = Duration.ZERO;
  Duration delay = Duration.ZERO;
  @Nullable RateLimit rate;
  @Nullable CircuitBreaker breaker;

  Told(String name) {
    this(name, (_, _) -> {});
  }

  Told(String name, Deed<E> deed) {
    this.name = name;
    this.deed = deed;
  }

  @Override
  public void handle(E event, Attempt attempt) throws Exception {
    names.add(event.name());
    attempts.add(attempt);
    deed.on(event, attempt);
  }

  @Override
  public Retry retry() {
    return retry;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public String queue() {
    return queue;
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Duration uniqueFor() {
    return uniqueFor;
  }

  @Override
  public Duration delay() {
    return delay;
  }

  @Override
  public @Nullable RateLimit rateLimit() {
    return rate;
  }

  @Override
  public @Nullable CircuitBreaker circuitBreaker() {
    return breaker;
  }

  @Override
  public @Nullable String uniqueBy(E event) {
    return unique ? event.name() : null;
  }
}
