package com.quittance.relay.worker;

import com.quittance.relay.LogContext;
import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.QueueConnection;
import com.quittance.relay.queue.QueueConnection.Failure;
import com.quittance.relay.queue.QueueConnection.GiveUp;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what becomes of a job that did not simply complete: again later, or given up. */
final class Settler {

  private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
  private static final int MESSAGE_LIMIT = 2_000;
  private static final int DETAIL_LIMIT = 20_000;

  private final Host host;
  private final QueueConnection queue;
  private final Policy policy;
  private final Breakers breakers;
  private final Counters counters;

  Settler(Host host, QueueConnection queue, Policy policy, Breakers breakers, Counters counters) {
    this.host = host;
    this.queue = queue;
    this.policy = policy;
    this.breakers = breakers;
    this.counters = counters;
  }

  void threw(Running running, Throwable failure) throws SQLException {
    breakers.failed(running.job(), messageOf(failure));
    failed(running, Failure.ERROR, "tries_exhausted", messageOf(failure), stackOf(failure));
  }

  void timedOut(Running running) throws SQLException {
    var message = "timed out after %s".formatted(text(running.timeout()));
    breakers.failed(running.job(), message);
    failed(running, Failure.TIMEOUT, "timed_out", message, message);
  }

  void unrunnable(Running running, String reason, String message) throws SQLException {
    giveUp(running, Failure.ERROR, reason, limited(message, MESSAGE_LIMIT), message);
  }

  void release(Running running) throws SQLException {
    if (!queue.release(running.job(), running.span())) {
      counters.stale();
    }
  }

  private void failed(
      Running running, Failure failure, String reason, String message, String detail)
      throws SQLException {
    var job = running.job();
    var retry = policy.retryOf(job);
    if (!retry.allowsAnotherAfter(job.number())) {
      giveUp(running, failure, reason, message, detail);
      return;
    }
    var wait = retry.waitAfter(job.number(), host.chance());
    try (var _ = logContext(job)) {
      LOG.info(
          "{} failed, attempt {} of {}, again in {}: {}",
          name(job),
          job.number(),
          retry.tries(),
          text(wait),
          message);
    }
    var span = running.span();
    if (queue.retry(job, span, failure, wait, message)) {
      counters.retried(job, span);
    } else {
      counters.stale();
    }
  }

  private void giveUp(
      Running running, Failure failure, String reason, String message, String detail)
      throws SQLException {
    var job = running.job();
    try (var _ = logContext(job)) {
      LOG.warn("{} is given up, {}: {}", name(job), reason, message);
    }
    var why = new GiveUp(reason, message, limited(detail, DETAIL_LIMIT), policy.hasHook(job));
    var span = running.span();
    if (queue.giveUp(job, span, failure, why)) {
      counters.failed(job, span);
    } else {
      counters.stale();
    }
  }

  private static LogContext logContext(Job job) {
    var event = job.event();
    return LogContext.of(job.tenant(), event == null ? null : event.correlation());
  }

  private static String name(Job job) {
    return "%s (delivery %s)".formatted(job.listener(), job.id());
  }

  private static String messageOf(Throwable failure) {
    return limited(failure.toString(), MESSAGE_LIMIT);
  }

  private static String stackOf(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return limited(text.toString(), DETAIL_LIMIT);
  }

  private static String limited(String text, int limit) {
    var storable = text.replace("\0", ""); // PostgreSQL's text has no NUL
    return storable.length() <= limit ? storable : storable.substring(0, limit - 1) + "…";
  }

  /** As in 1m30s. */
  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
