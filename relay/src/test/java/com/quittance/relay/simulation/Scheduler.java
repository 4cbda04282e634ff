package com.quittance.relay.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads of which one runs at a time, and a time that passes only when all of them wait. Which one
 * goes on, wherever one may stop, is drawn from the seed: the same seed, the same order.
 */
final class Scheduler {

  static final long NEVER = Long.MAX_VALUE;
  private static final long MOST_STEPS = 3_000_000;
  private static final int MOST_STEPS_AT_ONCE = 100_000;

  /** The node is dead: what still runs on it unwinds, and reaches nobody. */
  static final class Crash extends Error {
    Crash() {
      super("crashed", null, false, false);
    }
  }

  /** A thread of a node. */
  final class Strand {
    final SimulatedHost host;
    final String name;
    final Thread thread;
    final List<Strand> joining = new ArrayList<>();
    long wakeAt;
    boolean begun;
    boolean started;
    boolean ended;
    boolean interrupted;
    boolean sleeping;

    Strand(SimulatedHost host, String name, Runnable work) {
      this.host = host;
      this.name = name;
      this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(work));
    }

    private void run(Runnable work) {
      try {
        arrive(this);
        work.run();
      } catch (Crash _) {
        // as it should be
      } catch (Throwable failure) {
        problem(name + " ended with " + failure, failure);
      } finally {
        end(this);
      }
    }

    void wake() {
      wakeAt = now;
    }

    void interrupt() {
      interrupted = true;
      if (sleeping) {
        wake();
      }
    }
  }

  private final Random random;
  private final List<Strand> strands = new ArrayList<>();
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private Strand[] candidates = new Strand[64];
  private volatile @Nullable Strand current;
  private long now;
  private long steps;
  private int stepsAtOnce;
  private @Nullable AssertionError problem;

  Scheduler(Random random) {
    this.random = random;
  }

  /** Nanoseconds since the beginning. */
  long now() {
    return now;
  }

  long steps() {
    return steps;
  }

  void problem(String what, @Nullable Throwable cause) {
    if (problem == null) {
      problem = new AssertionError(what, cause);
    }
  }

  boolean hasProblem() {
    return problem != null;
  }

  /** Runs until the last strand has ended. */
  void run(SimulatedHost host, Runnable main) {
    start(new Strand(host, "world", main));
    var first = next();
    current = first;
    first.begun = true;
    first.thread.start();
    done.join();
    if (problem != null) {
      throw problem;
    }
  }

  void start(Strand strand) {
    if (strand.host.isDead()) {
      return;
    }
    strand.started = true;
    strand.wakeAt = now;
    strands.add(strand);
  }

  Strand self() {
    var running = current;
    if (running == null) {
      throw new IllegalStateException("nothing runs");
    }
    return running;
  }

  /** Lets others go on; returns when drawn again. */
  void pass() {
    waitUntil(now);
  }

  /** An interruption does not end it. */
  void waitUntil(long time) {
    var self = self();
    if (self.host.isDead()) {
      throw new Crash();
    }
    self.interrupted |= Thread.interrupted(); // a parked thread must not be
    self.wakeAt = time;
    switchTo(next(), self);
    arrive(self);
  }

  /** For listeners. */
  void sleep(long nanos) throws InterruptedException {
    var self = self();
    self.interrupted |= Thread.interrupted();
    if (!self.interrupted) {
      self.sleeping = true;
      try {
        waitUntil(now + nanos);
      } finally {
        self.sleeping = false;
      }
    }
    if (Thread.interrupted() || self.interrupted) {
      self.interrupted = false;
      throw new InterruptedException();
    }
  }

  void join(Strand other, long nanos) {
    if (other.started && !other.ended) {
      other.joining.add(self());
      waitUntil(now + nanos);
      other.joining.remove(self());
    }
  }

  /** What has not begun never will; what waits goes on, to unwind. */
  void crash(SimulatedHost host) {
    strands.removeIf(it -> it.host == host && !it.begun);
    for (var strand : strands) {
      if (strand.host == host) {
        strand.wake();
      }
    }
  }

  private void arrive(Strand self) {
    if (self.host.isDead()) {
      throw new Crash();
    }
    if (self.interrupted) {
      self.interrupted = false;
      Thread.currentThread().interrupt();
    }
  }

  private void end(Strand self) {
    self.ended = true;
    strands.remove(self);
    self.joining.forEach(Strand::wake);
    if (strands.isEmpty()) {
      done.complete(null);
      return;
    }
    resume(next());
  }

  private void switchTo(Strand next, Strand self) {
    if (next == self) {
      return;
    }
    resume(next);
    while (current != self) {
      LockSupport.park();
    }
  }

  private void resume(Strand next) {
    current = next;
    if (next.begun) {
      LockSupport.unpark(next.thread);
    } else {
      next.begun = true;
      next.thread.start();
    }
  }

  /** One of those that are due; when none is, time goes on to the next that will be. */
  private Strand next() {
    if (++steps > MOST_STEPS) {
      problem("no end after %d steps".formatted(MOST_STEPS), null);
    }
    if (candidates.length < strands.size()) {
      candidates = new Strand[strands.size() * 2];
    }
    var count = 0;
    var earliest = NEVER;
    for (int i = 0; i < strands.size(); i++) {
      var strand = strands.get(i);
      var due = strand.host.isDead() ? now : Math.max(strand.wakeAt, strand.host.pausedUntil());
      due = Math.max(due, now);
      if (due < earliest) {
        earliest = due;
        count = 0;
      }
      if (due == earliest && due != NEVER) {
        candidates[count++] = strand;
      }
    }
    if (count == 0) {
      throw new IllegalStateException("everything waits for ever");
    }
    stepsAtOnce = earliest > now ? 0 : stepsAtOnce + 1;
    if (stepsAtOnce > MOST_STEPS_AT_ONCE) {
      problem("runs in circles: " + candidates[0].name, null);
    }
    now = earliest;
    return candidates[count == 1 ? 0 : random.nextInt(count)];
  }
}
