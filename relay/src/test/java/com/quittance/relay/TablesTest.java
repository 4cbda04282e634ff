package com.quittance.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.relay.Fact.Ordered;
import com.quittance.relay.schedule.CatchUp;
import com.quittance.relay.schedule.ScheduledTask;
import com.quittance.relay.schedule.ScheduledTask.Subject;
import com.quittance.relay.schedule.Trigger;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see and change which rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TablesTest {

  private final TestBed bed = new TestBed();
  private final Told<Ordered> told =
      new Told<>(
          "Told",
          (_, _) -> {
            throw new IllegalStateException("no");
          });
  private final Relay relay = bed.stepped(Fact.map().on("ordered", 1, Ordered.class, told));

  @AfterAll
  void close() throws Exception {
    bed.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relay.event",
        "relay.delivery",
        "relay.attempt",
        "relay.failed_job",
        "relay.task_run"
      })
  void theApplicationSeesItsTenantsRowsOnly(String table) throws Exception {
    var stranger = Scope.of(UuidV7.from(Clock.systemUTC()), "test", bed.tenant);

    assertThat(bed.count(table)).isPositive();
    assertThat(relay.transactions().<Long>in(bed.scope(), tx -> count(tx, table))).isPositive();
    assertThat(relay.transactions().<Long>in(stranger, tx -> count(tx, table))).isZero();
    try (var connection = bed.application.getConnection();
        var rows = connection.createStatement().executeQuery("select count(*) from " + table)) {
      rows.next();
      assertThat(rows.getLong(1)).as("without a tenant").isZero();
    }
    try (var connection = bed.engine.getConnection();
        var rows = connection.createStatement().executeQuery("select count(*) from " + table)) {
      rows.next();
      assertThat(rows.getLong(1)).as("the engine").isEqualTo(bed.count(table));
    }
  }

  @Test
  void nothingIsWrittenForAnotherTenant() {
    assertThatThrownBy(
            () ->
                relay
                    .transactions()
                    .run(
                        bed.scope(),
                        tx ->
                            update(
                                tx,
                                "insert into relay.task_run values ('"
                                    + UuidV7.from(Clock.systemUTC())
                                    + "', 'x', now())")))
        .hasMessageContaining("row-level security");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update relay.event set type = 'x'",
        "delete from relay.event",
        "delete from relay.attempt",
        "update relay.attempt set outcome = 'completed'",
        "delete from relay.failed_job",
        "select * from relay.node",
        "select * from relay.event_default",
        "select relay.make_partitions(1)"
      })
  void theApplicationMayNot(String sql) {
    assertThatThrownBy(() -> relay.transactions().run(bed.scope(), tx -> update(tx, sql)))
        .hasMessageContaining("permission denied");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update relay.event set type = 'x'",
        "delete from relay.event",
        "delete from relay.attempt",
        "select * from effect",
        "drop table relay.node"
      })
  void theEngineMayNot(String sql) throws SQLException {
    try (var connection = bed.engine.getConnection();
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOf(SQLException.class)
          .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
  }

  @Test
  void everyTableOfATenantForcesItsPolicies() {
    assertThat(
            bed.number(
                """
                select count(*) from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
                where c.relnamespace = 'relay'::regnamespace and c.relkind in ('r', 'p')
                  and not (c.relrowsecurity and c.relforcerowsecurity)"""))
        .isZero();
  }

  @BeforeAll
  void fill() {
    told.retry = Retry.tries(1);
    bed.announce(relay, new Ordered("failed"));
    relay.work();
    bed.announce(relay, new Ordered("waits"));
    var daily =
        new ScheduledTask(
            "daily",
            Trigger.every(Duration.ofDays(1)),
            CatchUp.LATEST,
            () -> List.of(new Subject(bed.tenant, ZoneOffset.UTC)),
            _ -> 0);
    relay.scheduler(List.of(daily)).run();
  }

  private static long count(Tx tx, String table) throws SQLException {
    try (var rows =
        tx.connection().createStatement().executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void update(Tx tx, String sql) throws SQLException {
    try (var statement = tx.connection().createStatement()) {
      statement.execute(sql);
    }
  }
}
