package com.quittance.bench.relay;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * db-scheduler, as its README and docs/performance.md recommend for throughput: lock-and-fetch,
 * many threads, executions fetched ahead of them.
 */
final class DbSchedulerQueue implements Contender {

  private static final int THREADS = 50;

  /** From the project's postgresql_tables.sql. */
  private static final String CREATE =
      """
      create table scheduled_tasks (
        task_name text not null, task_instance text not null, task_data bytea,
        execution_time timestamp with time zone not null, picked boolean not null, picked_by text,
        last_success timestamp with time zone, last_failure timestamp with time zone,
        consecutive_failures int, last_heartbeat timestamp with time zone, version bigint not null,
        priority smallint, primary key (task_name, task_instance)
      );
      create index execution_time_idx on scheduled_tasks (execution_time);
      create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
      create index priority_execution_time_idx on scheduled_tasks (priority desc, execution_time asc)
      """;

  private final DataSource source;
  private final OneTimeTask<String> task =
      Tasks.oneTime("work", String.class)
          .execute((job, _) -> Work.run(Work.valueOf(job.getData())));
  private final Scheduler client;
  private long goal;

  DbSchedulerQueue(DataSource source) throws SQLException {
    this.source = source;
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(CREATE);
    }
    this.client = Scheduler.create(source, task).build();
  }

  @Override
  public String name() {
    return "db-scheduler";
  }

  @Override
  public void enqueue(int jobs, Work work) {
    var batch = new ArrayList<TaskInstance<?>>(500);
    for (int job = 0; job < jobs; job++) {
      batch.add(task.instance(UUID.randomUUID().toString(), work.name()));
      if (batch.size() == 500) {
        client.scheduleBatch(List.copyOf(batch), Instant.now());
        batch.clear();
      }
    }
    client.scheduleBatch(batch, Instant.now());
    goal = Work.done() + jobs;
  }

  @Override
  public double drain(int jobs) throws Exception {
    var begin = System.nanoTime();
    var scheduler =
        Scheduler.create(source, task)
            .threads(THREADS)
            .pollUsingLockAndFetch(1.0, 4.0)
            .pollingInterval(Duration.ofMillis(100))
            .build();
    scheduler.start();
    try {
      Waiting.until(() -> Work.done() >= goal && isEmpty());
      return (System.nanoTime() - begin) / 1e9;
    } finally {
      scheduler.stop();
    }
  }

  private boolean isEmpty() throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select exists (select from scheduled_tasks)")) {
      rows.next();
      return !rows.getBoolean(1);
    }
  }

  @Override
  public void close() {
    client.stop();
  }
}
