package com.quittance.schedule;

import com.quittance.billing.application.CheckOverdueInvoices;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.UuidV7;
import com.quittance.relay.schedule.TaskRuns;
import com.quittance.tenancy.Router;
import com.quittance.tenancy.Router.Place;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daily overdue check, at 09:00 in each tenant's own time zone. A check missed because nothing
 * ran is made up for at the next opportunity, once: it tells the highest milestone reached.
 */
public final class Schedule {

  public static final String OVERDUE_CHECK = "invoices:check-overdue";

  private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
  private static final LocalTime CHECK_AT = LocalTime.of(9, 0);

  private final Router router;
  private final Transactions transactions;
  private final CheckOverdueInvoices checkOverdueInvoices;
  private final Clock clock;

  public Schedule(
      Router router,
      Transactions transactions,
      CheckOverdueInvoices checkOverdueInvoices,
      Clock clock) {
    this.router = router;
    this.transactions = transactions;
    this.checkOverdueInvoices = checkOverdueInvoices;
    this.clock = clock;
  }

  /**
   * @param due when it should have run
   * @param announced how many invoices it found to have reached a milestone
   */
  public record Run(String task, String tenant, Instant due, int announced) {}

  /**
   * Runs whatever is due and has not run; one tenant's failure does not keep the others waiting.
   */
  public List<Run> run() {
    var runs = new ArrayList<Run>();
    for (var place : router.tenants()) {
      try {
        runIfDue(place, runs);
      } catch (RuntimeException failed) {
        LOG.error(
            "the overdue check of tenant {} failed and will be tried again",
            place.tenant(),
            failed);
      }
    }
    return runs;
  }

  /** Checks every tenant now, whatever the time. */
  public List<Run> checkOverdueNow() {
    var now = clock.instant();
    return router.tenants().stream()
        .map(
            place ->
                new Run(
                    OVERDUE_CHECK,
                    place.tenant().toString(),
                    now,
                    checkOverdueInvoices.check(scope(place))))
        .toList();
  }

  private void runIfDue(Place place, List<Run> runs) {
    var due = lastDue(clock.instant(), place.timeZone());
    var scope = scope(place);
    if (transactions.in(scope, tx -> TaskRuns.hasRun(tx, OVERDUE_CHECK, due))) {
      return;
    }
    // Checked first and noted after: a death in between repeats a check that repeats nothing.
    var announced = checkOverdueInvoices.check(scope);
    if (transactions.in(scope, tx -> TaskRuns.claim(tx, OVERDUE_CHECK, due))) {
      runs.add(new Run(OVERDUE_CHECK, place.tenant().toString(), due, announced));
    }
  }

  private Scope scope(Place place) {
    return Scope.of(
        place.tenant().value(), "schedule:" + OVERDUE_CHECK, UuidV7.from(clock.instant()));
  }

  static Instant lastDue(Instant now, ZoneId zone) {
    var local = now.atZone(zone);
    var today = ZonedDateTime.of(local.toLocalDate(), CHECK_AT, zone).toInstant();
    return today.isAfter(now)
        ? ZonedDateTime.of(local.toLocalDate().minusDays(1), CHECK_AT, zone).toInstant()
        : today;
  }
}
