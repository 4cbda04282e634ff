package com.quittance.relay.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Ten thousand disasters are not worth a line in the log each. */
public final class QuietNodes extends TurboFilter {

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      String format,
      Object @Nullable [] parameters,
      @Nullable Throwable thrown) {
    return Thread.currentThread().getName().matches("(node\\d|world|server).*")
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }
}
