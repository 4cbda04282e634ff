package com.quittance.relay.proof;

import com.quittance.postgres.Database;
import com.quittance.relay.RelaySettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a worker process works.
 *
 * @param crashLimit as {@link RelaySettings#crashLimit()}: high where we kill the innocent
 */
record Terms(Database database, int crashLimit, Duration lease, int concurrency) {

  static Terms of(Database database) {
    return new Terms(database, 1000, Duration.ofMillis(1000), 8);
  }

  Terms on(Database other) {
    return new Terms(other, crashLimit, lease, concurrency);
  }

  Terms withCrashLimit(int other) {
    return new Terms(database, other, lease, concurrency);
  }

  RelaySettings settings() {
    return RelaySettings.defaults()
        .withCrashLimit(crashLimit)
        .withLease(lease, lease.dividedBy(8))
        .withPoll(Duration.ofMillis(100), true)
        .withGrace(Duration.ofSeconds(5))
        .withConcurrency(concurrency, Map.of());
  }

  List<String> arguments() {
    return List.of(
        database.url(),
        database.user(),
        database.password(),
        Integer.toString(crashLimit),
        lease.toString(),
        Integer.toString(concurrency));
  }

  static Terms read(String[] arguments) {
    return new Terms(
        new Database(arguments[0], arguments[1], arguments[2]),
        Integer.parseInt(arguments[3]),
        Duration.parse(arguments[4]),
        Integer.parseInt(arguments[5]));
  }
}
