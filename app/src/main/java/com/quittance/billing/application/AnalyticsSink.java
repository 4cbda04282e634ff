package com.quittance.billing.application;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Where facts go to be counted by others: a log line, or a service behind a URL. */
public interface AnalyticsSink {

  /**
   * @param id the event's: a sink may be told of one event more than once and can tell by it
   */
  void track(String name, UUID id, Instant at, Map<String, String> properties);
}
