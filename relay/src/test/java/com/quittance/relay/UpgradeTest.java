package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.postgres.Database;
import com.quittance.postgres.ScratchDatabases;
import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.event.Replay;
import com.quittance.relay.monitor.DeliverySearch;
import com.quittance.relay.monitor.DeliveryState;
import com.quittance.relay.monitor.FoundDelivery;
import com.quittance.relay.schedule.CatchUp;
import com.quittance.relay.schedule.ScheduledTask;
import com.quittance.relay.schedule.TaskRun;
import com.quittance.relay.schedule.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The migrations run over the rows of every earlier version, and what these hold is found. */
class UpgradeTest {

  private static final String ROWS =
      """
      insert into relay.event (tenant_id, id, type, version, payload, tags, occurred_at, actor,
                               correlation_id)
      select t, uuidv7(), 'ordered', 1, jsonb_build_object('name', n::text), array['name:' || n, 'ordered'],
             now(), 'test', t
      from unnest(array['%1$s'::uuid]) t, generate_series(1, 4) n;
      insert into relay.delivery (tenant_id, id, event_id, listener, queue, available_at)
      select tenant_id, uuidv7(), id, 'Told', 'default', now() from relay.event
      where tags @> '{name:1}';
      insert into relay.failed_job (tenant_id, id, event_id, listener, queue, priority, attempt,
                                    crash_count, lease_no, reason, error, failed_at)
      select tenant_id, uuidv7(), id, 'Told', 'default', 0, 1, 0, 1, 'tries_exhausted', 'no', now()
      from relay.event where tags @> '{name:2}';
      insert into relay.attempt (tenant_id, delivery_id, lease_no, event_id, listener, queue,
                                 number, outcome, node, started_at, finished_at)
      select tenant_id, uuidv7(), 1, id, 'Told', 'default', 1, 'completed', id, now(), now()
      from relay.event where tags @> '{name:3}';
      insert into relay.delivery (tenant_id, id, event_id, listener, queue, available_at, lease_no,
                                  owner, leased_at)
      select tenant_id, uuidv7(), id, 'Told', 'default', now(), 1, uuidv7(), now() from relay.event
      where tags @> '{name:4}';
      insert into relay.task_run (tenant_id, task, due_at)
      select '%1$s', 'daily', timestamptz '2026-11-23 00:00:00Z';
      """;

  /** From the first that made all tables. */
  static Stream<String> versions() throws IOException {
    var folder = Path.of("src/main/resources/db/relay");
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString().replaceAll("^V|__.*", ""))
          .filter(version -> version.compareTo("20261123.0107") >= 0)
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void whatAnEarlierVersionStoredIsFoundReplayedAndWorked(String version) throws Exception {
    Database database = ScratchDatabases.create();
    TestBed.migrate(database, version);
    try (var bed = new TestBed(database)) {
      bed.execute(ROWS.formatted(bed.tenant));
      TestBed.migrate(database, "latest");
      var told = new Told<Ordered>("Told");
      var relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));

      assertThat(
              relay
                  .monitor()
                  .deliveries(DeliverySearch.of(EventFilter.ALL.tagged("ordered"), 10))
                  .deliveries())
          .extracting(FoundDelivery::state)
          .containsExactly(
              DeliveryState.RUNNING,
              DeliveryState.COMPLETED,
              DeliveryState.FAILED,
              DeliveryState.WAITING);
      bed.clock.advance(java.time.Duration.ofDays(3650));
      assertThat(relay.replays().plan(Replay.ofAll()).total()).isOne();
      assertThat(relay.work().completed()).isEqualTo(2);
      relay.failedJobs().retryAll();
      relay.work();
      assertThat(told.names).containsExactlyInAnyOrder("1", "4", "2");
      assertThat(ranAgain(relay, bed.tenant)).isEmpty();
    }
  }

  /** Of what was due when the old version saw to it. */
  private static List<TaskRun> ranAgain(Relay relay, UUID tenant) {
    var daily =
        new ScheduledTask(
            "daily",
            Trigger.cron("0 0 * * *"),
            CatchUp.ALL,
            () -> List.of(new ScheduledTask.Subject(tenant, ZoneOffset.UTC)),
            _ -> 1);
    return relay.scheduler(List.of(daily)).run().stream()
        .filter(run -> run.dueAt().equals(Instant.parse("2026-11-23T00:00:00Z")))
        .toList();
  }
}
