package com.quittance.bench.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;

/** What a claim costs with a thousand waiting and with a million. */
final class Backlog implements RelayBench.Section {

  private static final int MANY = Integer.getInteger("bench.backlog", 1_000_000);
  private static final int FEW = 1_000;
  private static final int CLAIMS = 40;

  private static final String CLAIM =
      """
      select * from relay.claim('default', 10, uuidv7(), null, null, 0, null, null, '{}', '{}', '{}')
      """;

  @Override
  public Map<String, Object> run() throws Exception {
    try (var database = new BenchDatabase();
        var admin = database.admin().connect();
        var engine = database.engine().getConnection()) {
      fill(admin, FEW);
      claims(engine); // warms up
      fill(admin, FEW);
      var few = claims(engine);
      fill(admin, MANY);
      var many = claims(engine);
      System.out.printf(
          Locale.ROOT, "a claim of 10: %.2f ms of %,d, %.2f ms of %,d%n", few, FEW, many, MANY);
      return Map.of("claim_backlog_ratio", Figures.rounded(many / few));
    }
  }

  private static void fill(Connection connection, int deliveries) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("truncate relay.delivery");
      statement.execute(
          """
          insert into relay.delivery (tenant_id, id, event_id, listener, queue, available_at)
          select t.id, uuidv7(), uuidv7(), 'First', 'default', now()
          from (select uuidv7() as id from generate_series(1, 20)) t, generate_series(1, %d)
          """
              .formatted(deliveries / 20));
      statement.execute("vacuum analyze relay.delivery");
    }
  }

  /** Milliseconds, the median. */
  private static double claims(Connection connection) throws SQLException {
    var millis = new ArrayList<Double>();
    try (var claim = connection.prepareStatement(CLAIM)) {
      for (int n = 0; n < CLAIMS; n++) {
        var begin = System.nanoTime();
        claim.executeQuery().close();
        millis.add((System.nanoTime() - begin) / 1e6);
      }
    }
    return Figures.median(millis);
  }
}
