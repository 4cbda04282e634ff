package com.quittance.relay.worker;

import com.quittance.relay.FinishedJob;
import com.quittance.relay.FinishedJob.Outcome;
import com.quittance.relay.WorkReport;
import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.QueueConnection.Done;
import com.quittance.relay.queue.Span;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker has done so far; who wants to know is told of each job. */
final class Counters {

  private static final Logger LOG = LoggerFactory.getLogger(Counters.class);

  private final LongAdder completed = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder stale = new LongAdder();
  private final Breakers breakers;
  private final Consumer<FinishedJob> observer;

  Counters(Breakers breakers, Consumer<FinishedJob> observer) {
    this.breakers = breakers;
    this.observer = observer;
  }

  void completed(Job job, Span span) {
    completed.increment();
    breakers.succeeded(job);
    tell(job, span, Outcome.DONE);
  }

  /**
   * @param ours those that were completed; the others were held by somebody else
   */
  void answered(Collection<Done> flushed, Set<UUID> ours) {
    for (var done : flushed) {
      if (ours.contains(done.job().id())) {
        completed(done.job(), done.span());
      } else {
        stale();
      }
    }
  }

  void retried(Job job, Span span) {
    retried.increment();
    tell(job, span, Outcome.RETRY);
  }

  void failed(Job job, Span span) {
    failed.increment();
    tell(job, span, Outcome.FAIL);
  }

  /** A transition found its delivery held by another. */
  void stale() {
    stale.increment();
  }

  long staleSoFar() {
    return stale.sum();
  }

  WorkReport report() {
    return new WorkReport(completed.sum(), retried.sum(), failed.sum(), stale.sum());
  }

  private void tell(Job job, Span span, Outcome outcome) {
    try {
      observer.accept(
          new FinishedJob(
              job.id(),
              job.listener(),
              job.queue(),
              job.number(),
              outcome,
              span.finished(),
              Duration.between(span.started(), span.finished())));
    } catch (RuntimeException notOurs) {
      LOG.warn("whoever watches the jobs failed: {}", notOurs.toString());
    }
  }
}
