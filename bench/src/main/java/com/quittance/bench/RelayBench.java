package com.quittance.bench;

import com.quittance.postgres.Database;
import com.quittance.postgres.ScratchDatabases;
import com.quittance.relay.Attempt;
import com.quittance.relay.EventMap;
import com.quittance.relay.Listener;
import com.quittance.relay.Relay;
import com.quittance.relay.RelaySettings;
import com.quittance.relay.Retry;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;

/**
 * No-op deliveries through enqueue, listener and completion, beside a bare SKIP LOCKED loop on the
 * same PostgreSQL with fsync on. Rounds alternate, so that both see the same machine; the last line
 * is JSON.
 */
public final class RelayBench {

  private static final int JOBS = 20_000;
  private static final int ROUNDS = 7;
  private static final int WARM_UPS = 5;
  private static final int EVENTS_PER_TRANSACTION = 500;

  /** An event that says as little as one can. */
  public record Ticked(int number) {}

  /** A listener that does nothing. */
  private static final class Noop implements Listener<Ticked> {
    @Override
    public void handle(Ticked event, Attempt attempt) {}

    @Override
    public Retry retry() {
      return Retry.tries(3);
    }
  }

  private RelayBench() {}

  public static void main(String[] arguments) throws Exception {
    var database = ScratchDatabases.create();
    migrate(database);
    String outcome;
    try (var owner = pool(database, "none", 4);
        var application = pool(database, "quittance_app", 4);
        var engine = pool(database, "quittance_relay", 10)) {
      var bare = new BareQueue(owner);
      bare.create();
      var map =
          EventMap.of(Ticked.class, _ -> List.of("ticked"))
              .on("ticked", 1, Ticked.class, new Noop());
      try (var relay =
          Relay.builder(map)
              .application(application)
              .engine(engine)
              .settings(
                  RelaySettings.defaults().withConcurrency(2_000, Map.of()).withClaimBatch(500))
              .build()) {
        relay.start();
        outcome = measure(relay, bare);
      }
    }
    System.out.println(outcome);
    System.exit(0);
  }

  private static String measure(Relay relay, BareQueue bare) throws Exception {
    var ours = new ArrayList<Double>();
    var limits = new ArrayList<Double>();
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      var limit = JOBS / bare.run(JOBS);
      var own = JOBS / run(relay);
      System.out.printf(
          Locale.ROOT,
          "%s %2d  bare loop %,8.0f jobs/s   relay %,8.0f jobs/s   ratio %.2f%n",
          round < 0 ? "warm-up" : "round  ",
          round < 0 ? round + WARM_UPS + 1 : round + 1,
          limit,
          own,
          own / limit);
      if (round >= 0) {
        limits.add(limit);
        ours.add(own);
      }
    }
    return String.format(
        Locale.ROOT,
        "{\"bench\":\"relay\",\"jobs\":%d,\"rounds\":%d,\"fsync\":true,\"jobs_per_s\":%.0f,"
            + "\"limit_jobs_per_s\":%.0f,\"ratio_to_limit\":%.2f}",
        JOBS,
        ROUNDS,
        median(ours),
        median(limits),
        median(ours) / median(limits));
  }

  /** Seconds from the first announcement to the last completion. */
  private static double run(Relay relay) {
    var goal = relay.report().completed() + JOBS;
    var tenant = UuidV7.from(Clock.systemUTC());
    var begin = System.nanoTime();
    for (int first = 0; first < JOBS; first += EVENTS_PER_TRANSACTION) {
      var events = new ArrayList<Ticked>(EVENTS_PER_TRANSACTION);
      for (int number = first; number < first + EVENTS_PER_TRANSACTION; number++) {
        events.add(new Ticked(number));
      }
      relay.transactions().run(Scope.of(tenant, "bench", tenant), tx -> tx.announce(events));
    }
    while (relay.report().completed() < goal) {
      LockSupport.parkNanos(500_000);
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().mapToDouble(it -> it).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static void migrate(Database database) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      for (var role : List.of("quittance_app", "quittance_relay")) {
        statement.execute("create role %s nologin noinherit".formatted(role));
        statement.execute("grant %s to current_user".formatted(role));
      }
    }
    Flyway.configure()
        .dataSource(database.url(), database.user(), database.password())
        .locations("classpath:db/relay")
        .placeholders(Map.of("appRole", "quittance_app", "relayRole", "quittance_relay"))
        .load()
        .migrate();
  }

  private static HikariDataSource pool(Database database, String role, int size) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setConnectionInitSql("set role " + role);
    pool.setMaximumPoolSize(size);
    return pool;
  }
}
