package com.quittance.relay.worker;

import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.QueueConnection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the failures of each listener in a row, on this node, and opens its circuit on all. What
 * it cannot write it lets be: the next failure or success comes soon.
 */
final class Breakers {

  private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);

  private final QueueConnection queue;
  private final Policy policy;
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();

  Breakers(QueueConnection queue, Policy policy) {
    this.queue = queue;
    this.policy = policy;
  }

  void succeeded(Job job) {
    if (!failures.isEmpty()) {
      failures.remove(job.listener());
    }
    if (job.trial()) {
      try {
        queue.closeCircuit(job.listener());
        LOG.info("listener {} works again, its circuit is closed", job.listener());
      } catch (SQLException refused) {
        LOG.warn("circuit of {} not closed, the next trial will", job.listener(), refused);
      }
    }
  }

  void failed(Job job, String message) {
    var breaker = policy.breakerOf(job).orElse(null);
    if (breaker == null) {
      return;
    }
    var inARow = failures.merge(job.listener(), 1, Integer::sum);
    if (inARow < breaker.failures() && !job.trial()) {
      return;
    }
    try {
      queue.openCircuit(job.listener(), breaker.open(), inARow, message);
      LOG.warn(
          "listener {} failed {} times in a row, its circuit is open for {}",
          job.listener(),
          inARow,
          breaker.open());
    } catch (SQLException refused) {
      LOG.warn("circuit of {} not opened, the next failure will", job.listener(), refused);
    }
  }
}
