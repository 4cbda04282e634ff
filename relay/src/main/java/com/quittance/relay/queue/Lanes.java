package com.quittance.relay.queue;

import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a tenant's share of a queue is, where it differs from everybody's. Thread-safe. */
public final class Lanes {

  private final Database database;

  public Lanes(Database database) {
    this.database = database;
  }

  /**
   * Holds from the next claim on, on all nodes.
   *
   * @param weight deliveries claimed for each one of a tenant with weight 1; 1 to 100
   * @param concurrency of the tenant's deliveries in the queue that run at once, 1 to 10 000; null:
   *     what {@link com.quittance.relay.QueueLimits} says
   * @throws IllegalArgumentException when one is out of its range
   */
  public void set(UUID tenant, String queue, int weight, @Nullable Integer concurrency) {
    if (weight < 1 || weight > 100) {
      throw new IllegalArgumentException("weight is %d, expected 1 to 100".formatted(weight));
    }
    if (concurrency != null && (concurrency < 1 || concurrency > 10_000)) {
      throw new IllegalArgumentException(
          "concurrency is %d, expected 1 to 10000".formatted(concurrency));
    }
    database.ask(
        c ->
            Sql.of(
                    c,
                    """
                    insert into relay.lane (tenant_id, queue, weight, concurrency)
                    values (?, ?, ?, ?)
                    on conflict (tenant_id, queue) do update
                    set weight = excluded.weight, concurrency = excluded.concurrency
                    """)
                .set(tenant)
                .set(queue)
                .set(weight)
                .set(concurrency)
                .update());
  }
}
