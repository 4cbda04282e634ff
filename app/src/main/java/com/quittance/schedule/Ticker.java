package com.quittance.schedule;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the schedule every half minute for as long as a server runs. */
public final class Ticker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final Schedule schedule;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("schedule").factory());

  public Ticker(Schedule schedule) {
    this.schedule = schedule;
  }

  public void start() {
    thread.scheduleWithFixedDelay(this::tick, 0, PERIOD.toSeconds(), TimeUnit.SECONDS);
  }

  private void tick() {
    try {
      schedule.run();
    } catch (RuntimeException failed) {
      // Thrown further it would end the ticking for ever.
      LOG.error("the schedule could not be looked at and will be again", failed);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
