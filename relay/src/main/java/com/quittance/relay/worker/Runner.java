package com.quittance.relay.worker;

import com.quittance.relay.Attempt;
import com.quittance.relay.EventMap;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Listener;
import com.quittance.relay.LogContext;
import com.quittance.relay.StaleLease;
import com.quittance.relay.event.Payloads;
import com.quittance.relay.queue.Job;
import com.quittance.relay.queue.QueueConnection;
import java.sql.SQLException;

/** Finds the listener, reads the event, calls. Whatever a listener throws is a result. */
final class Runner {

  private final EventMap<?> map;
  private final Payloads payloads;
  private final QueueConnection queue;

  Runner(EventMap<?> map, Payloads payloads, QueueConnection queue) {
    this.map = map;
    this.payloads = payloads;
    this.queue = queue;
  }

  @SuppressWarnings("unchecked") // the map binds listeners to events they accept
  Result run(Running running) {
    var job = running.job();
    var event = job.event();
    if (event == null) {
      return new Result.Unrunnable("missing_event", "its event is no longer stored");
    }
    var binding = map.binding(event.type()).orElse(null);
    if (binding == null) {
      return new Result.Unrunnable("unknown_type", "no event of type '" + event.type() + "'");
    }
    var listener = (Listener<Object>) binding.listener(job.listener()).orElse(null);
    if (listener == null) {
      return new Result.Unrunnable(
          "unknown_listener",
          "no listener '%s' hears '%s'".formatted(job.listener(), event.type()));
    }
    return run(running, job, event, listener);
  }

  private Result run(Running running, Job job, Job.Event stored, Listener<Object> listener) {
    var attempt = attempt(running, job, stored);
    try (var _ = LogContext.of(job.tenant(), stored.correlation())) {
      var event = payloads.read(stored.type(), stored.version(), stored.payload());
      if (listener instanceof GivesUp<Object> hook && Policy.isHook(job)) {
        hook.gaveUp(event, attempt, lastError(job, listener));
      } else {
        listener.handle(event, attempt);
      }
      return attempt.isCompleted() ? new Result.Completed() : new Result.Returned();
    } catch (Payloads.Unreadable unreadable) {
      return new Result.Unrunnable(unreadable.reason(), String.valueOf(unreadable.getMessage()));
    } catch (StaleLease _) {
      return new Result.Stale();
    } catch (Throwable failure) { // an Error of a listener is no more than a failed attempt
      return attempt.isCompleted() ? new Result.Completed() : new Result.Threw(failure);
    }
  }

  private Attempt attempt(Running running, Job job, Job.Event event) {
    return new Attempt(
        job.id(),
        job.eventId(),
        job.number(),
        job.replay(),
        job.scope().orElseThrow(),
        event.occurredAt(),
        running.startedAt(),
        (scope, work) -> queue.completeWith(job, scope, running::span, work));
  }

  private String lastError(Job job, Listener<Object> listener) throws SQLException {
    return queue
        .lastError(job.tenant(), job.eventId(), listener.name())
        .orElse("the reason is no longer stored");
  }
}
