package com.quittance.relay.simulation;

import com.quittance.relay.Scope;
import com.quittance.relay.TxVoid;
import com.quittance.relay.UncheckedSqlException;
import com.quittance.relay.queue.Claimed;
import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.Look;
import com.quittance.relay.queue.Nodes;
import com.quittance.relay.queue.QueueConnection;
import com.quittance.relay.queue.Span;
import com.quittance.relay.queue.Turn;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** What lies between a node and the store: time, and all that can go wrong on the way. */
final class Wire implements QueueConnection, Nodes {

  /** A question to the store. */
  @FunctionalInterface
  private interface Ask<T> {
    T ask() throws SQLException;
  }

  private final World world;
  private final Scheduler scheduler;
  private final Random random;
  private final SimulatedHost host;
  private final SimulatedQueue queue;
  private final SimulatedNodes nodes;
  private final Audit audit;
  private long cutUntil;

  Wire(World world, SimulatedHost host, SimulatedQueue queue, SimulatedNodes nodes) {
    this.world = world;
    this.scheduler = world.scheduler();
    this.random = world.random();
    this.audit = world.audit();
    this.host = host;
    this.queue = queue;
    this.nodes = nodes;
  }

  /** The node alone does not reach the store for a time. */
  void cut(Duration length) {
    cutUntil = scheduler.now() + length.toNanos();
  }

  private <T> T call(String what, Ask<T> ask) throws SQLException {
    if (leave(what)) {
      doLater(what, ask);
      throw lost(what);
    }
    var answer = ask.ask();
    world.trace(host, () -> what + " -> " + answer);
    arrive(what);
    return answer;
  }

  /** True: it is done, but later, and nobody is told. */
  private boolean leave(String what) throws SQLException {
    travel();
    if (scheduler.now() < cutUntil || world.isRefusing()) {
      throw lost(what);
    }
    switch (world.faults().next(false)) {
      case NONE -> {}
      case CRASH -> crash("before " + what);
      case PAUSE -> pause("before " + what);
      case LOSE -> throw lost(what);
      case LATE -> {
        return true;
      }
    }
    return false;
  }

  private void arrive(String what) throws SQLException {
    travel();
    switch (world.faults().next(true)) {
      case NONE -> {}
      case CRASH -> crash("after " + what);
      case PAUSE -> pause("after " + what);
      case LOSE, LATE -> throw lost("the answer to " + what);
    }
  }

  private void travel() {
    if (random.nextInt(3) == 0) {
      return; // at once
    }
    var nanos = random.nextInt(10) == 0 ? random.nextInt(80_000_000) : random.nextInt(2_000_000);
    scheduler.waitUntil(scheduler.now() + nanos);
  }

  private <T> void doLater(String what, Ask<T> ask) {
    var after = random.nextLong(2_000_000_000L);
    world.onServer(
        () -> {
          scheduler.waitUntil(scheduler.now() + after);
          try {
            var answer = ask.ask();
            world.trace(host, () -> "late: " + what + " -> " + answer);
          } catch (SQLException _) {
            // nobody hears of it
          }
        });
  }

  private void crash(String where) {
    world.trace(host, () -> "crash " + where);
    host.crash();
  }

  private void pause(String where) {
    var length = Duration.ofMillis(random.nextInt(3_500));
    world.trace(host, () -> "pause of %s %s".formatted(length, where));
    host.pause(length);
    scheduler.pass();
  }

  private Refused lost(String what) {
    world.trace(host, () -> "lost: " + what);
    return new Refused("08006", "the connection is lost");
  }

  @Override
  public Claimed claim(String name, int limit, UUID owner, Turn turn) throws SQLException {
    try {
      return call(
          "claim of " + name,
          () -> {
            var before = audit.backlog(name);
            var claimed = queue.claim(name, limit, owner, turn);
            audit.served(owner, name, before, claimed);
            return claimed;
          });
    } catch (SQLException lost) {
      audit.forget(owner, name);
      throw lost;
    }
  }

  @Override
  public Optional<Job> claimSuspect(String name, UUID owner) throws SQLException {
    return call("claimSuspect of " + name, () -> queue.claimSuspect(name, owner));
  }

  @Override
  public Set<UUID> complete(Collection<Done> done) throws SQLException {
    return call("complete " + done.size(), () -> queue.complete(done));
  }

  @Override
  public void completeWith(Job job, Scope scope, Supplier<Span> span, TxVoid work) {
    var what = "completeWith " + name(job);
    try {
      if (leave(what)) {
        throw lost(what);
      }
      queue.completeWith(
          job,
          scope,
          span,
          tx -> {
            arrive("begin of " + what);
            work.in(tx);
            if (leave("commit of " + what)) {
              throw lost(what);
            }
          });
      world.trace(host, () -> what);
      arrive(what);
    } catch (SQLException refused) {
      throw new UncheckedSqlException(refused);
    }
  }

  @Override
  public boolean retry(Job job, Span span, Failure failure, Duration wait, String error)
      throws SQLException {
    return call("retry " + name(job), () -> queue.retry(job, span, failure, wait, error));
  }

  @Override
  public boolean release(Job job, Span span) throws SQLException {
    return call("release " + name(job), () -> queue.release(job, span));
  }

  @Override
  public boolean giveUp(Job job, Span span, Failure failure, GiveUp why) throws SQLException {
    return call("giveUp " + name(job), () -> queue.giveUp(job, span, failure, why));
  }

  @Override
  public Optional<String> lastError(UUID tenant, UUID event, String listener) throws SQLException {
    return call("lastError", () -> queue.lastError(tenant, event, listener));
  }

  @Override
  public void openCircuit(String listener, Duration open, int failures, String error)
      throws SQLException {
    call(
        "openCircuit of " + listener,
        () -> {
          queue.openCircuit(listener, open, failures, error);
          return true;
        });
  }

  @Override
  public void closeCircuit(String listener) throws SQLException {
    call(
        "closeCircuit of " + listener,
        () -> {
          queue.closeCircuit(listener);
          return true;
        });
  }

  @Override
  public Look look(Collection<String> queues) throws SQLException {
    return call("look", () -> queue.look(queues));
  }

  @Override
  public void register(UUID id, String name, Collection<String> queues) throws SQLException {
    call(
        "register",
        () -> {
          nodes.register(id, name, queues);
          return true;
        });
  }

  @Override
  public boolean renew(UUID id, Duration lease, long stale, int stuck) throws SQLException {
    return call("renew", () -> nodes.renew(id, lease, stale, stuck));
  }

  @Override
  public void remove(UUID id) throws SQLException {
    call(
        "remove",
        () -> {
          nodes.remove(id);
          return true;
        });
  }

  @Override
  public int handOver(UUID id) throws SQLException {
    return call("handOver", () -> nodes.handOver(id));
  }

  @Override
  public int putBackUnheard(UUID id, Duration heldFor, Collection<UUID> known) throws SQLException {
    return call("putBackUnheard", () -> nodes.putBackUnheard(id, heldFor, known));
  }

  @Override
  public Rescued rescue(Duration lease, int crashLimit, List<String> givingUp) throws SQLException {
    return call("rescue", () -> nodes.rescue(lease, crashLimit, givingUp));
  }

  @Override
  public void prune(Duration unseenFor) throws SQLException {
    call(
        "prune",
        () -> {
          nodes.prune(unseenFor);
          return true;
        });
  }

  @Override
  public void makePartitions(int monthsAhead) {}

  private static String name(Job job) {
    var number = job.id().getLeastSignificantBits() & 0xFFFF;
    return job.listener() + " " + number + " lease " + job.leaseNo();
  }
}
