package com.quittance.bench.relay;

import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/**
 * JobRunr, its open edition, polling as often as it allows: every 5 s. Its clock starts with its
 * first job, so that it does not pay for that wait.
 */
final class JobRunrQueue implements Contender {

  private static final int WORKERS = 50;

  private final DataSource source;
  private final JobScheduler jobs;
  private final BackgroundJobServer server;
  private boolean started;
  private long goal;

  JobRunrQueue(DataSource source) {
    this.source = source;
    this.jobs =
        JobRunr.configure()
            .useStorageProvider(new PostgresStorageProvider(source))
            .useBackgroundJobServer(
                usingStandardBackgroundJobServerConfiguration()
                    .andWorkerCount(WORKERS)
                    .andPollInterval(Duration.ofSeconds(5)),
                false)
            .initialize()
            .getJobScheduler();
    this.server = JobRunr.getBackgroundJobServer();
  }

  @Override
  public String name() {
    return "JobRunr";
  }

  @Override
  public void enqueue(int count, Work work) {
    if (started) {
      server.pauseProcessing();
    }
    jobs.enqueue(Stream.generate(() -> work).limit(count), given -> Work.run(given));
    goal = Work.done() + count;
  }

  @Override
  public double drain(int count) throws Exception {
    if (started) {
      server.resumeProcessing();
    } else {
      server.start();
      started = true;
    }
    Waiting.until(() -> Work.done() > goal - count);
    var begin = System.nanoTime();
    Waiting.until(() -> Work.done() >= goal && nonePending());
    return (System.nanoTime() - begin) / 1e9;
  }

  private boolean nonePending() throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select exists (select from jobrunr_jobs where state in ('ENQUEUED','PROCESSING'))")) {
      rows.next();
      return !rows.getBoolean(1);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
