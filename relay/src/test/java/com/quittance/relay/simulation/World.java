package com.quittance.relay.simulation;

import com.quittance.relay.QueueLimits;
import com.quittance.relay.RelaySettings;
import com.quittance.relay.Scope;
import com.quittance.relay.simulation.SimulatedStore.Lane;
import com.quittance.relay.simulation.SimulatedStore.ListenerState;
import com.quittance.relay.simulation.Trade.Drawn;
import com.quittance.relay.simulation.Trade.Poisoned;
import com.quittance.relay.simulation.Trade.Repeated;
import com.quittance.relay.simulation.Trade.Shaken;
import com.quittance.relay.simulation.Trade.Sold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few nodes, a store, some tenants, and misfortune, for some seconds; then peace, in which all
 * that can be done must get done. Everything that happens follows from the seed.
 */
final class World {

  private static final Duration LEASE = Duration.ofMillis(900);
  private static final Duration PEACE = Duration.ofSeconds(60);

  private final Random random;
  private final Scheduler scheduler;
  private final SimulatedStore store;
  private final Audit audit;
  private final SimulatedQueue queue;
  private final SimulatedNodes nodes;
  private final SimulatedHost outside;
  private final SimulatedHost server;
  private final Faults misfortune;
  private final @Nullable Consumer<String> trace;
  private final List<UUID> tenants = new ArrayList<>();
  private final Machine[] machines;
  private final RelaySettings settings;
  private final boolean calm;
  private Faults faults;
  private long refusingUntil;
  private int lives;
  private int number;

  /**
   * @param misfortune on the wire, made of the world's own chance
   * @param calm nothing else goes wrong
   * @param trace told of each step; null: nobody wants to know
   */
  World(
      long seed,
      Flaw flaw,
      Function<Random, Faults> misfortune,
      boolean calm,
      @Nullable Consumer<String> trace) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    this.scheduler = new Scheduler(random);
    this.trace = trace;
    this.calm = calm;
    this.misfortune = misfortune.apply(random);
    this.faults = this.misfortune;
    this.settings = settings();
    this.audit = new Audit(what -> scheduler.problem(what, null));
    this.store =
        new SimulatedStore(
            () -> Instant.EPOCH.plusNanos(scheduler.now()), Trade.map(null), settings.limits());
    audit.of(store);
    this.queue = flaw.queue(store, audit, LEASE.multipliedBy(3), this::passOnServer);
    this.nodes = flaw.nodes(store, audit, this::passOnServer);
    this.outside = new SimulatedHost(scheduler, random, "world", Duration.ZERO);
    this.server = new SimulatedHost(scheduler, random, "server", Duration.ZERO);
    this.machines = new Machine[2 + random.nextInt(2)];
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      var tenant = store.newId();
      tenants.add(tenant);
      store.lanes.put(tenant, Map.of("front", new Lane(1 + random.nextInt(3), null)));
    }
  }

  /** Runs to the end, and throws what did not hold. */
  void run() {
    scheduler.run(outside, this::happen);
  }

  long steps() {
    return scheduler.steps();
  }

  SimulatedStore store() {
    return store;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Random random() {
    return random;
  }

  Audit audit() {
    return audit;
  }

  Faults faults() {
    return faults;
  }

  boolean isRefusing() {
    return scheduler.now() < refusingUntil;
  }

  void trace(SimulatedHost where, Supplier<Object> what) {
    if (trace != null) {
      trace.accept("%9.3f %s: %s".formatted(scheduler.now() / 1e9, where.name(), what.get()));
    }
  }

  void onServer(Runnable work) {
    server.duty("late", work).start();
  }

  private void passOnServer() {
    scheduler.waitUntil(scheduler.now() + 500_000);
  }

  private void happen() {
    try {
      for (int i = 0; i < machines.length; i++) {
        machines[i] = newMachine(i);
      }
      var end = millis(1_500 + random.nextInt(4_000));
      while (scheduler.now() < end && !scheduler.hasProblem()) {
        sleep(random.nextInt(250));
        happens();
        audit.everythingIsSomewhere();
        restart();
      }
      makePeace();
      judge();
    } finally {
      for (var machine : machines) {
        if (machine != null) {
          machine.host().crash();
        }
      }
      server.crash();
    }
  }

  private void happens() {
    switch (random.nextInt(calm ? 8 : 14)) {
      case 0, 1, 2 -> announce(new Sold(++number, random.nextInt(3)));
      case 3 -> announce(new Shaken(++number), new Shaken(++number));
      case 4 -> announce(new Drawn(++number));
      case 5 -> announce(new Repeated(random.nextInt(2)));
      case 6, 7 -> announceMany();
      case 8 -> any().wire().cut(Duration.ofMillis(random.nextInt(3_000)));
      case 9 -> refusingUntil = scheduler.now() + millis(random.nextInt(2_500));
      case 10 -> any().close();
      case 11 -> {
        trace(outside, () -> "kill");
        any().host().crash();
      }
      case 12 -> operate();
      default -> {
        if (random.nextInt(6) == 0) {
          announce(new Poisoned(++number));
        }
      }
    }
  }

  /** What an operator does. */
  private void operate() {
    switch (random.nextInt(5)) {
      case 0 -> store.pausedQueues.add("back");
      case 1 -> store.pausedQueues.clear();
      case 2 -> store.listeners.computeIfAbsent("Plain", _ -> new ListenerState()).paused = true;
      case 3 -> resume("Plain");
      default -> store.failed.values().stream().toList().forEach(store::putBack);
    }
  }

  private void resume(String listener) {
    var state = store.listeners.get(listener);
    if (state != null) {
      state.paused = false;
      store.release(listener, "pause");
    }
  }

  private void announceMany() {
    var many = new ArrayList<Trade>();
    for (int i = 2 + random.nextInt(8); i > 0; i--) {
      many.add(new Sold(++number, 0));
    }
    announce(many.toArray(Trade[]::new));
  }

  private void announce(Trade... events) {
    var tenant = tenants.get(random.nextInt(tenants.size()));
    var queues = store.announce(Scope.of(tenant, "world", store.newId()), List.of(events));
    trace(outside, () -> "announce " + List.of(events));
    if (random.nextInt(4) > 0) {
      any().wake(queues);
    }
  }

  private void restart() {
    for (int i = 0; i < machines.length; i++) {
      if (machines[i].isGone() && random.nextInt(4) == 0) {
        machines[i] = newMachine(i);
      }
    }
  }

  private void makePeace() {
    trace(outside, () -> "peace");
    faults = Faults.NONE;
    refusingUntil = 0;
    store.pausedQueues.clear();
    resume("Plain");
    for (var machine : machines) {
      machine.wire().cut(Duration.ZERO);
    }
    var end = scheduler.now() + PEACE.toNanos();
    while (!store.deliveries.isEmpty() && scheduler.now() < end && !scheduler.hasProblem()) {
      sleep(150);
      store.hurryRetries();
      restart();
    }
    store
        .deliveries
        .values()
        .forEach(
            it ->
                scheduler.problem(
                    "starved: %x of %s, owner %s, held %s, crashes %d"
                        .formatted(
                            it.id.getLeastSignificantBits() & 0xFFFF,
                            it.listener,
                            it.owner,
                            it.held,
                            it.crashes),
                    null));
  }

  private void judge() {
    for (var machine : machines) {
      if (!machine.isGone()) {
        machine.close();
      }
    }
    var end = scheduler.now() + PEACE.toNanos();
    while (!List.of(machines).stream().allMatch(Machine::isGone) && scheduler.now() < end) {
      sleep(100);
    }
    for (var machine : machines) {
      if (!machine.isGone()) {
        scheduler.problem(machine.host().name() + " does not end", null);
      }
    }
    audit.everythingIsSomewhere();
    audit.effectsAreMadeOnce(Trade.WITH_EFFECT);
  }

  private Machine newMachine(int index) {
    var name = "node%d.%d".formatted(index, ++lives);
    var wrongBy = Duration.ofSeconds(random.nextInt(7_200) - 3_600);
    var host = new SimulatedHost(scheduler, random, name, wrongBy);
    var machine = new Machine(this, host, queue, nodes, settings.withNode(name));
    trace(host, () -> "start");
    machine.start();
    return machine;
  }

  private Machine any() {
    return machines[random.nextInt(machines.length)];
  }

  private void sleep(int millis) {
    scheduler.waitUntil(scheduler.now() + millis(millis));
  }

  private static long millis(int millis) {
    return millis * 1_000_000L;
  }

  private RelaySettings settings() {
    var limited = random.nextInt(4) == 0;
    return RelaySettings.defaults()
        .withLease(LEASE, Duration.ofMillis(250))
        .withPoll(Duration.ofMillis(300), false)
        .withConcurrency(1 + random.nextInt(3), Map.of("front", 1 + random.nextInt(4)))
        .withClaimBatch(1 + random.nextInt(4))
        .withLimits(
            limited
                ? Map.of("front", new QueueLimits(2, random.nextBoolean() ? 1 : null))
                : Map.of())
        .withGrace(Duration.ofMillis(random.nextInt(500)));
  }
}
