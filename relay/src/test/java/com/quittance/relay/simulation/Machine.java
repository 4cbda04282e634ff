package com.quittance.relay.simulation;

import com.quittance.relay.Attempt;
import com.quittance.relay.RelaySettings;
import com.quittance.relay.SimulatedTx;
import com.quittance.relay.StaleLease;
import com.quittance.relay.WorkOptions;
import com.quittance.relay.event.Payloads;
import com.quittance.relay.simulation.Trade.Deeds;
import com.quittance.relay.simulation.Trade.Sold;
import com.quittance.relay.worker.Engine;
import com.quittance.relay.worker.Parts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One life of a node, from its start to its crash or its end: the engine itself, and listeners. */
final class Machine implements Deeds {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What listeners throw. Made often, so without trace. */
  private static final class Broken extends Exception {
    Broken() {
      super("broken", null, false, false);
    }
  }

  private final World world;
  private final Scheduler scheduler;
  private final Random random;
  private final SimulatedQueue queue;
  private final SimulatedHost host;
  private final Wire wire;
  private final RelaySettings settings;
  private @Nullable Engine engine;
  private boolean closing;

  Machine(
      World world,
      SimulatedHost host,
      SimulatedQueue queue,
      SimulatedNodes nodes,
      RelaySettings settings) {
    this.world = world;
    this.scheduler = world.scheduler();
    this.random = world.random();
    this.queue = queue;
    this.host = host;
    this.wire = new Wire(world, host, queue, nodes);
    this.settings = settings;
  }

  SimulatedHost host() {
    return host;
  }

  Wire wire() {
    return wire;
  }

  boolean isGone() {
    return host.isDead();
  }

  boolean isClosing() {
    return closing;
  }

  void start() {
    var map = Trade.map(this);
    host.duty(
            "main",
            () -> {
              var parts =
                  new Parts(
                      host,
                      host.clock(),
                      map,
                      new Payloads(map, JSON),
                      SimulatedTx.noTransactions(),
                      SimulatedTx.noDatabase(),
                      wire,
                      wire,
                      settings);
              var started =
                  new Engine(parts, map.queues(), WorkOptions.forEver(), host.name(), _ -> {});
              try {
                started.start();
                engine = started;
              } catch (SQLException _) {
                world.trace(host, () -> "could not start");
                host.crash();
              }
            })
        .start();
  }

  void wake(Set<String> queues) {
    var running = engine;
    if (running != null && !host.isDead()) {
      running.wake(queues);
    }
  }

  /** A graceful end, as at a deployment. */
  void close() {
    var running = engine;
    if (running == null) {
      world.trace(host, () -> "killed before it had started");
      host.crash();
    } else if (!closing) {
      closing = true;
      host.duty(
              "end",
              () -> {
                running.close();
                world.trace(host, () -> "closed");
                host.crash(); // the process ends
              })
          .start();
    }
  }

  @Override
  public void sold(Sold event, Attempt attempt) throws Exception {
    take(30);
    attempt.complete(
        tx -> {
          queue.effect(tx, attempt.job());
          if (event.follow() > 0) {
            tx.announce(new Sold(event.number(), event.follow() - 1));
          }
        });
  }

  @Override
  public void returned() throws Exception {
    take(40);
  }

  @Override
  public void shaken(Attempt attempt) throws Exception {
    take(20);
    if (random.nextInt(5) < 2) {
      throw new Broken();
    }
    attempt.complete(tx -> queue.effect(tx, attempt.job()));
    if (random.nextInt(5) == 0) {
      throw new Broken(); // too late: it is done
    }
  }

  /** Takes too long now and then, and hears of its interruption or not. */
  @Override
  public void drawn(Attempt attempt) throws Exception {
    if (random.nextInt(3) == 0) {
      var end = scheduler.now() + Duration.ofMillis(300 + random.nextInt(2_500)).toNanos();
      var deaf = random.nextBoolean();
      while (scheduler.now() < end) {
        try {
          scheduler.sleep(end - scheduler.now());
        } catch (InterruptedException interrupted) {
          if (!deaf) {
            throw interrupted;
          }
        }
      }
    }
    try {
      attempt.complete(tx -> queue.effect(tx, attempt.job()));
    } catch (StaleLease stale) {
      if (random.nextBoolean()) {
        throw stale; // the other half swallows it
      }
    }
  }

  @Override
  public void poisoned() throws Exception {
    take(50);
    world.trace(host, () -> "killed by a listener");
    host.crash();
  }

  @Override
  public void gaveUp() throws Exception {
    take(10);
    if (random.nextInt(4) == 0) {
      throw new Broken();
    }
  }

  private void take(int millis) throws InterruptedException {
    if (random.nextBoolean()) {
      scheduler.sleep(Duration.ofMillis(random.nextInt(millis)).toNanos());
    }
  }
}
