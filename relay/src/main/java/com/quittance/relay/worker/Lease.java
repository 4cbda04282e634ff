package com.quittance.relay.worker;

import com.quittance.relay.UuidV7;
import com.quittance.relay.queue.Nodes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node alive in the eyes of the others, and takes over from those that are not. A node
 * that could not say so for most of the lease stops its work before others start it again, and
 * comes back as a new incarnation.
 */
final class Lease {

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final int SELDOM = 20; // once in so many rescues
  private static final Duration DEAD_ROWS_SHOWN = Duration.ofMinutes(10);

  private final Parts parts;
  private final Host host;
  private final Nodes nodes;
  private final Duration length;
  private final Collection<String> queues;
  private final Counters counters;
  private final Deadlines deadlines;
  private volatile Incarnation node;
  private int rescues;
  private volatile long rescueFromNanos;
  private volatile long unheardUntilNanos;

  Lease(Parts parts, Collection<String> queues, Counters counters, Deadlines deadlines) {
    this.parts = parts;
    this.host = parts.host();
    this.nodes = parts.nodes();
    this.length = parts.settings().lease();
    this.queues = queues;
    this.counters = counters;
    this.deadlines = deadlines;
    this.rescueFromNanos = host.nanoTime();
    this.unheardUntilNanos = rescueFromNanos;
    this.node = newIncarnation();
  }

  Incarnation node() {
    return node;
  }

  void begin() throws SQLException {
    var asked = host.nanoTime();
    nodes.register(node.id(), parts.settings().node(), queues);
    node.renewed(asked);
  }

  void end() throws SQLException {
    nodes.handOver(node.id());
    nodes.remove(node.id());
  }

  /** The heartbeat. */
  void renew() throws SQLException {
    var current = node;
    if (current.isLost()) {
      comeBack(current);
      return;
    }
    var asked = host.nanoTime();
    if (nodes.renew(current.id(), length, counters.staleSoFar(), deadlines.stuck())) {
      current.renewed(asked);
    } else {
      lose(current, "was not seen for the lease of " + length);
    }
  }

  /** Needs no database: it is the one who may not answer. */
  void check() {
    var current = node;
    if (!current.isLost() && current.sinceRenewal(host.nanoTime()) > length.toNanos() / 10 * 8) {
      lose(current, "could not renew its lease of " + length);
    }
  }

  /** A claim failed, and may have taken effect nevertheless, now or a little later. */
  void claimUnheard() {
    unheardUntilNanos = host.nanoTime() + 3 * length.toNanos();
  }

  /** What it owns by a claim that was never answered would wait as long as the node lives. */
  private void putBackUnheard() throws SQLException {
    var current = node;
    var back = nodes.putBackUnheard(current.id(), length, current.known());
    if (back > 0) {
      LOG.warn("put back {} deliveries whose claim was not answered", back);
    }
  }

  /**
   * After an outage of the database every node looks dead; who comes back first waits until the
   * others have had time to say that they live.
   */
  void rescue() throws SQLException {
    if (node.isLost() || host.nanoTime() - rescueFromNanos < 0) {
      return;
    }
    if (host.nanoTime() - unheardUntilNanos < 0 || rescues % SELDOM == 0) {
      putBackUnheard(); // an idle node asks nothing whose answer it knows
    }
    var rescued = nodes.rescue(length, parts.settings().crashLimit(), parts.map().givingUp());
    if (rescued.released() + rescued.quarantined() > 0) {
      LOG.warn(
          "rescued {} deliveries of dead nodes, gave up {} that had crashed {} times",
          rescued.released(),
          rescued.quarantined(),
          parts.settings().crashLimit());
    }
    if (rescues++ % SELDOM == 0) {
      nodes.prune(longer(length.multipliedBy(10), DEAD_ROWS_SHOWN));
    }
  }

  private void lose(Incarnation lost, String why) {
    lost.lose();
    LOG.warn("node {} {}; {} running jobs are stopped", lost.id(), why, lost.running().size());
    for (var running : lost.running()) {
      if (running.settle()) {
        deadlines.stop(running);
        running.free();
      }
    }
  }

  /** What the lost incarnation still holds is put back without counting as a crash: nobody died. */
  private void comeBack(Incarnation lost) throws SQLException {
    nodes.handOver(lost.id());
    nodes.remove(lost.id());
    var next = newIncarnation();
    var asked = host.nanoTime();
    nodes.register(next.id(), parts.settings().node(), queues);
    next.renewed(asked);
    rescueFromNanos = host.nanoTime() + length.toNanos();
    node = next;
    LOG.info("node {} is back as {}", lost.id(), next.id());
  }

  private Incarnation newIncarnation() {
    return new Incarnation(UuidV7.from(parts.clock()), host.nanoTime());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
