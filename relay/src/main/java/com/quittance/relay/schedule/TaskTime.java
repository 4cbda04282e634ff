package com.quittance.relay.schedule;

import com.quittance.relay.queue.DueTime;
import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import com.quittance.relay.worker.Host;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The database's time, so that no node's clock matters: asked for once a minute at most, carried on
 * in between by what only counts forward. Thread-safe.
 */
final class TaskTime {

  private static final Duration TRUSTED = Duration.ofMinutes(1);

  private record Asked(Instant instant, long nanos) {}

  private final Host host;
  private final Database database;
  private final DueTime due;
  private volatile @Nullable Asked asked;

  TaskTime(Host host, Database database, DueTime due) {
    this.host = host;
    this.database = database;
    this.due = due;
  }

  Instant now() {
    var stepped = due.now();
    if (stepped != null) {
      return stepped;
    }
    var last = asked;
    if (last == null || host.nanoTime() - last.nanos >= TRUSTED.toNanos()) {
      var instant =
          database.ask(
              c -> Sql.of(c, "select now()").first(row -> Sql.instant(row, "now")).orElseThrow());
      last = new Asked(instant, host.nanoTime());
      asked = last;
    }
    return last.instant.plusNanos(host.nanoTime() - last.nanos);
  }
}
