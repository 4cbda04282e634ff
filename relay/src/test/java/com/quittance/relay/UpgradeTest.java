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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The migrations run over the rows of every earlier version, and what these hold is found. */
class UpgradeTest {

  private static final String ROWS =
      """
      insert into relay.event (tenant_id, id, type, version, payload, tags, occurred_at, actor,
                               correlation_id)
      select t, uuidv7(), 'ordered', 1, jsonb_build_object('name', n::text), array['name:' || n, 'ordered'],
             now(), 'test', t
      from unnest(array['%s'::uuid]) t, generate_series(1, 3) n;
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
      """;

  @ParameterizedTest
  @ValueSource(strings = {"20261123.0107", "20261123.0302"})
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
          .containsExactly(DeliveryState.COMPLETED, DeliveryState.FAILED, DeliveryState.WAITING);
      bed.clock.advance(java.time.Duration.ofDays(3650));
      assertThat(relay.replays().plan(Replay.ofAll()).total()).isOne();
      assertThat(relay.work().completed()).isOne();
      relay.failedJobs().retryAll();
      relay.work();
      assertThat(told.names).containsExactly("1", "2");
    }
  }
}
