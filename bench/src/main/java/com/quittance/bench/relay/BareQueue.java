package com.quittance.bench.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * The limit: what PostgreSQL gives to a bare loop that claims by SKIP LOCKED and deletes, in
 * batches. No events, no listeners, no history, no tenants. What takes a millisecond is not done
 * here at all.
 */
final class BareQueue implements Contender {

  private static final int THREADS = 2;
  private static final int BATCH = 500;

  private static final String CREATE =
      """
      create table bare (
        tenant_id uuid not null, id uuid not null, event_id uuid not null, listener text not null,
        queue text not null, priority smallint not null default 0, available_at timestamptz not null,
        attempt int not null default 0, lease_no bigint not null default 0, owner uuid,
        leased_at timestamptz, primary key (tenant_id, id)
      ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02,
              autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
      create index on bare (queue, priority desc, available_at, id) where owner is null;
      create index on bare (owner) where owner is not null
      """;

  private static final String CLAIM =
      """
      with next as materialized (
        select ctid from bare where queue = 'default' and owner is null and available_at <= now()
        order by priority desc, available_at, id limit %d for update skip locked
      )
      update bare set owner = ?, leased_at = now(), lease_no = lease_no + 1
      where ctid = any (array (select ctid from next))
      returning id
      """
          .formatted(BATCH);

  private static final String DELETE = "delete from bare where owner = ? and id = any (?)";

  private final DataSource source;

  BareQueue(DataSource source) throws SQLException {
    this.source = source;
    execute(CREATE);
  }

  @Override
  public String name() {
    return "bare loop";
  }

  @Override
  public void enqueue(int jobs, Work work) throws SQLException {
    execute(
        "insert into bare (tenant_id, id, event_id, listener, queue, available_at)"
            + " select uuidv7(), uuidv7(), uuidv7(), 'Noop', 'default', now()"
            + " from generate_series(1, %d)".formatted(jobs));
  }

  @Override
  public double drain(int jobs) throws Exception {
    var begin = System.nanoTime();
    try (var pool = Executors.newFixedThreadPool(THREADS)) {
      var done = 0;
      var workers = IntStream.range(0, THREADS).mapToObj(_ -> (Callable<Integer>) this::work);
      for (var worker : pool.invokeAll(workers.toList())) {
        done += worker.get();
      }
      if (done != jobs) {
        throw new IllegalStateException("%d of %d jobs".formatted(done, jobs));
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private int work() throws SQLException {
    var owner = new UUID(Thread.currentThread().threadId(), 0);
    var done = 0;
    try (var connection = source.getConnection();
        var claim = connection.prepareStatement(CLAIM);
        var delete = connection.prepareStatement(DELETE)) {
      while (true) {
        claim.setObject(1, owner);
        var ids = new UUID[BATCH];
        var count = 0;
        try (var rows = claim.executeQuery()) {
          while (rows.next()) {
            ids[count++] = rows.getObject(1, UUID.class);
          }
        }
        if (count == 0) {
          return done;
        }
        delete.setObject(1, owner);
        delete.setArray(2, connection.createArrayOf("uuid", Arrays.copyOf(ids, count)));
        done += delete.executeUpdate();
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {}
}
