package com.quittance.relay.worker;

import com.quittance.relay.CircuitBreaker;
import com.quittance.relay.EventMap;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import com.quittance.relay.queue.Job;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often and how long: what the listener says, unless the worker was told otherwise. */
public final class Policy {

  /** Telling of a failure must not depend on a mail server being up at that minute. */
  private static final Retry HOOK =
      Retry.tries(5, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15));

  private static final Logger LOG = LoggerFactory.getLogger(Policy.class);
  private static final Retry ONCE = Retry.tries(1);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  private final EventMap<?> map;
  private final @Nullable Integer tries;
  private final @Nullable Duration timeout;

  public Policy(EventMap<?> map, @Nullable Integer tries, @Nullable Duration timeout) {
    this.map = map;
    this.tries = tries;
    this.timeout = timeout;
  }

  Optional<Listener<?>> listenerOf(Job job) {
    var event = job.event();
    return event == null
        ? Optional.empty()
        : map.binding(event.type()).flatMap(binding -> binding.listener(job.listener()));
  }

  Retry retryOf(Job job) {
    var own = isHook(job) ? HOOK : listenerOf(job).map(Listener::retry).orElse(ONCE);
    return tries == null ? own : own.withTries(tries);
  }

  /**
   * A listener that cannot say its own is run all the same: it is asked by the thread that claims,
   * and what is thrown there would keep all others waiting.
   */
  Duration timeoutOf(Job job) {
    if (timeout != null) {
      return timeout;
    }
    try {
      return listenerOf(job).<Duration>map(Listener::timeout).orElse(DEFAULT_TIMEOUT);
    } catch (RuntimeException bug) {
      LOG.error("{} cannot say its timeout, {} it is", job.listener(), DEFAULT_TIMEOUT, bug);
      return DEFAULT_TIMEOUT;
    }
  }

  Optional<CircuitBreaker> breakerOf(Job job) {
    return isHook(job)
        ? Optional.empty()
        : listenerOf(job).flatMap(it -> Optional.ofNullable(it.circuitBreaker()));
  }

  /** Whether somebody wants to hear that this job is given up. */
  boolean hasHook(Job job) {
    return !isHook(job) && listenerOf(job).filter(GivesUp.class::isInstance).isPresent();
  }

  static boolean isHook(Job job) {
    return job.listener().endsWith(EventMap.GAVE_UP);
  }
}
