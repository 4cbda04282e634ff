package com.quittance.billing.infrastructure.analytics;

import com.quittance.billing.application.AnalyticsSink;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line in the log for each fact: the sink when no other is set. */
public final class LogAnalytics implements AnalyticsSink {

  private static final Logger LOG = LoggerFactory.getLogger("quittance.analytics");

  @Override
  public void track(String name, UUID id, Instant at, Map<String, String> properties) {
    LOG.info("{} {} {} {}", name, id, at, new TreeMap<>(properties));
  }
}
