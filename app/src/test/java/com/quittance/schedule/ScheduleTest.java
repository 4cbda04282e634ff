package com.quittance.schedule;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.relay.schedule.Trigger;
import com.quittance.tenancy.Tenant;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 09:00 in each tenant's own time zone, once, and made up for when it was missed. */
class ScheduleTest {

  @TempDir Path folder;
  private TestHouse house;

  @BeforeEach
  void open() {
    house = TestHouse.open(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T08:59:59Z, Africa/Dakar, 2026-03-01T09:00:00Z",
    "2026-03-02T09:00:00Z, Africa/Dakar, 2026-03-02T09:00:00Z",
    "2026-03-02T00:30:00Z, Asia/Tokyo, 2026-03-02T00:00:00Z",
    "2026-03-02T16:59:00Z, America/Los_Angeles, 2026-03-01T17:00:00Z",
    "2026-03-29T08:00:00Z, Europe/Paris, 2026-03-29T07:00:00Z",
    "2026-03-28T08:00:00Z, Europe/Paris, 2026-03-28T08:00:00Z"
  })
  void dueIsTheLastNineOClockOfTheZone(Instant now, ZoneId zone, Instant due) {
    assertThat(Trigger.cron("0 9 * * *").latest(now, zone)).contains(due);
  }

  @Test
  void eachTenantIsCheckedInItsOwnMorning() {
    var tokyo = house.addTenant("Edo KK", "Asia/Tokyo", "JPY");
    house.house().schedule().run();
    // 10:00 in Dakar is 19:00 in Tokyo; the next nine o'clock there comes nine hours earlier.
    house.advance(ofHours(14));
    assertThat(checks()).singleElement().returns(tokyo.id().toString(), Schedule.Run::tenant);
    house.advance(ofHours(9));
    assertThat(checks())
        .singleElement()
        .returns(house.tenant().id().toString(), Schedule.Run::tenant);
  }

  @Test
  void aCheckRunsOnceHoweverOftenTheScheduleIsLookedAt() {
    assertThat(checks()).hasSize(1);
    assertThat(checks()).isEmpty();
    house.advance(ofMinutes(30));
    assertThat(house.house().schedule().run()).isEmpty();
  }

  @Test
  void daysOfStandstillAreMadeUpForWithTheHighestMilestoneOnly() {
    overdueTomorrow(house.tenant());
    house.advance(ofDays(9));
    assertThat(checks()).singleElement().returns(1, Schedule.Run::announced);
    assertThat(announced()).containsExactly("9/7");
    house.advance(ofDays(5));
    house.house().schedule().run();
    assertThat(announced()).containsExactly("9/7", "14/14");
  }

  @Test
  void manyNodesAnnounceAMilestoneOnce() throws Exception {
    for (var i = 0; i < 20; i++) {
      overdueTomorrow(house.tenant());
    }
    house.advance(ofDays(1));
    try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<Schedule.Run>>> rivals =
          Stream.generate(() -> (Callable<List<Schedule.Run>>) () -> house.house().schedule().run())
              .limit(8)
              .toList();
      for (var run : nodes.invokeAll(rivals)) {
        run.get();
      }
    }
    assertThat(announced()).hasSize(20).containsOnly("1/1");
    assertThat(house.count("relay.task_run where task = 'invoices:check-overdue'")).isEqualTo(1);
  }

  @Test
  void atMidnightTheEndsOfTheAuditChainsAreTold() {
    house.advance(ofHours(14));
    assertThat(house.house().schedule().run())
        .filteredOn(run -> run.task().equals(Schedule.AUDIT_HEAD))
        .singleElement()
        .returns(1, Schedule.Run::announced);
    house.house().auditChains().began(null, "awa", "queue:flush", Map.of());
    house.advance(ofDays(1));
    assertThat(house.house().schedule().run())
        .filteredOn(run -> run.task().equals(Schedule.AUDIT_HEAD))
        .singleElement()
        .returns(2, Schedule.Run::announced);
  }

  /** What the schedule did for tenants. */
  private List<Schedule.Run> checks() {
    return house.house().schedule().run().stream()
        .filter(run -> run.task().equals(Schedule.OVERDUE_CHECK))
        .toList();
  }

  private void overdueTomorrow(Tenant tenant) {
    house.createInvoice(tenant, 10_000, LocalDate.ofInstant(TestHouse.START, tenant.timeZone()));
  }

  private List<String> announced() {
    return house
        .sql()
        .sql(
            """
            select (payload->>'daysOverdue') || '/' || (payload->>'milestone')
            from relay.event where type = 'InvoiceOverdue' order by id
            """)
        .query(String.class)
        .list();
  }
}
