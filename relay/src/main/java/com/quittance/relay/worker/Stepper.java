package com.quittance.relay.worker;

import com.quittance.relay.UncheckedSqlException;
import com.quittance.relay.WorkReport;
import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.QueueConnection.Done;
import com.quittance.relay.queue.Turn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs everything that is due on the calling thread, in order, until nothing is: for tests and
 * demonstrations, where time is stepped by hand. Nothing is interrupted here: timeouts need a
 * second thread.
 */
public final class Stepper {

  private static final int BATCH = 20;
  private static final long LIMIT = 1_000_000; // a listener that causes its own event never ends

  private final Parts parts;
  private final Set<String> queues;
  private final Counters counters;
  private final Runner runner;
  private final Policy policy;
  private final Settler settler;
  private final Lease lease;
  private final Map<String, Turn> turns = new HashMap<>();

  public Stepper(Parts parts, Set<String> queues) {
    this.parts = parts;
    this.queues = queues;
    queues.forEach(queue -> turns.put(queue, Turn.FIRST));
    this.runner = parts.runner();
    this.policy = new Policy(parts.map(), null, null);
    var breakers = new Breakers(parts.queue(), policy);
    this.counters = new Counters(breakers, _ -> {});
    this.settler = new Settler(parts.host(), parts.queue(), policy, breakers, counters);
    this.lease = new Lease(parts, queues, counters, new Deadlines(parts.host(), _ -> {}));
  }

  public WorkReport work() {
    var outage = new Outage(parts.host());
    var heartbeat =
        new Repeating(
            parts.host(), "heartbeat", parts.settings().heartbeat(), outage, lease::renew);
    try {
      lease.begin();
      heartbeat.start();
      try {
        while (pass()) {
          if (counters.report().jobs() > LIMIT) {
            throw new IllegalStateException("no end after %d jobs".formatted(LIMIT));
          }
        }
      } finally {
        heartbeat.stop();
        lease.end();
      }
    } catch (SQLException failure) {
      throw new UncheckedSqlException(failure);
    }
    return counters.report();
  }

  /** One look at each queue. False: nothing was due. */
  private boolean pass() throws SQLException {
    lease.rescue();
    parts.queue().look(queues);
    var any = false;
    for (var queue : queues) {
      var node = lease.node().id();
      var claimed = parts.queue().claim(queue, BATCH, node, turns.get(queue));
      turns.put(queue, claimed.next());
      any |= claimed.setAside() > 0;
      var jobs = claimed.jobs();
      if (jobs.isEmpty()) {
        jobs = parts.queue().claimSuspect(queue, node).map(List::of).orElse(List.of());
      }
      run(jobs);
      any |= !jobs.isEmpty();
    }
    return any;
  }

  private void run(List<Job> jobs) throws SQLException {
    var returned = new ArrayList<Done>();
    for (var job : jobs) {
      var running =
          new Running(parts.host(), job, parts.clock().instant(), policy.timeoutOf(job), _ -> {});
      switch (runner.run(running)) {
        case Result.Returned _ -> returned.add(new Done(job, running.span()));
        case Result.Completed _ -> counters.completed(job, running.span());
        case Result.Stale _ -> counters.stale();
        case Result.Threw(var failure) -> settler.threw(running, failure);
        case Result.Unrunnable(var reason, var message) ->
            settler.unrunnable(running, reason, message);
      }
    }
    if (!returned.isEmpty()) {
      counters.answered(returned, parts.queue().complete(returned));
    }
  }
}
