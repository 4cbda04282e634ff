package com.quittance.schedule;

import com.quittance.audit.AuditChains;
import com.quittance.audit.AuditLog;
import com.quittance.billing.application.CheckOverdueInvoices;
import com.quittance.idempotency.Idempotency;
import com.quittance.idempotency.KeptAnswers;
import com.quittance.limits.Counts;
import com.quittance.people.Forgetting;
import com.quittance.relay.Relay;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.UuidV7;
import com.quittance.relay.schedule.CatchUp;
import com.quittance.relay.schedule.ScheduledTask;
import com.quittance.relay.schedule.ScheduledTask.Subject;
import com.quittance.relay.schedule.Scheduler;
import com.quittance.relay.schedule.TaskRun;
import com.quittance.relay.schedule.TaskState;
import com.quittance.relay.schedule.Trigger;
import com.quittance.tenancy.Router;
import com.quittance.tenancy.TenantId;
import com.quittance.tenancy.UnknownTenant;
import com.quittance.webhook.Deliveries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The daily overdue check, at 09:00 in each tenant's own time zone. A check missed because nothing
 * ran is made up for at the next opportunity, once: it tells the highest milestone reached. And the
 * ends of the audit chains, told to the log at midnight; and what is forgotten: answers kept for
 * repetitions after a month, sessions that have ended, the log of webhooks, counts of requests.
 */
public final class Schedule implements AutoCloseable {

  public static final String OVERDUE_CHECK = "invoices:check-overdue";

  public static final String AUDIT_HEAD = "audit:head";

  public static final String FORGET_KEYS = "idempotency:forget";

  public static final String FORGET_SESSIONS = "sessions:forget";
  public static final String FORGET_WEBHOOKS = "webhooks:forget";

  public static final String FORGET_COUNTS = "limits:forget";

  private final Router router;
  private final CheckOverdueInvoices checkOverdueInvoices;
  private final AuditChains auditChains;
  private final Forgetting forgetting;
  private final Counts counts;
  private final Transactions transactions;
  private final Duration webhooksKept;
  private final Clock clock;
  private final Scheduler scheduler;

  public Schedule(
      Relay relay,
      Router router,
      CheckOverdueInvoices checkOverdueInvoices,
      AuditChains auditChains,
      Forgetting forgetting,
      Duration webhooksKept,
      Counts counts,
      Clock clock) {
    this.router = router;
    this.checkOverdueInvoices = checkOverdueInvoices;
    this.auditChains = auditChains;
    this.forgetting = forgetting;
    this.counts = counts;
    this.transactions = relay.transactions();
    this.webhooksKept = webhooksKept;
    this.clock = clock;
    this.scheduler =
        relay.scheduler(
            List.of(
                overdueCheck(),
                auditHeads(),
                forgetKeys(),
                forgetSessions(),
                forgetWebhooks(),
                forgetCounts()));
  }

  private ScheduledTask overdueCheck() {
    return new ScheduledTask(
        OVERDUE_CHECK,
        Trigger.cron("0 9 * * *"),
        CatchUp.LATEST,
        this::tenants,
        run -> checkOverdueInvoices.check(run.scope()));
  }

  private ScheduledTask auditHeads() {
    return new ScheduledTask(
        AUDIT_HEAD,
        Trigger.cron("0 0 * * *"),
        CatchUp.LATEST,
        () -> List.of(new Subject(AuditLog.OPERATORS, ZoneOffset.UTC)),
        _ -> auditChains.publish());
  }

  /** Of requests that nobody sends again. */
  private ScheduledTask forgetKeys() {
    return new ScheduledTask(
        FORGET_KEYS,
        Trigger.cron("30 3 * * *"),
        CatchUp.LATEST,
        this::tenants,
        run -> {
          var before = clock.instant().minus(Idempotency.KEPT_FOR);
          return transactions.in(run.scope(), tx -> new KeptAnswers(tx).forgetBefore(before));
        });
  }

  private ScheduledTask forgetSessions() {
    return new ScheduledTask(
        FORGET_SESSIONS,
        Trigger.cron("45 3 * * *"),
        CatchUp.LATEST,
        () -> List.of(new Subject(AuditLog.OPERATORS, ZoneOffset.UTC)),
        _ -> forgetting.forget());
  }

  /** Of what was sent, and came to an end. */
  private ScheduledTask forgetWebhooks() {
    return new ScheduledTask(
        FORGET_WEBHOOKS,
        Trigger.cron("40 3 * * *"),
        CatchUp.LATEST,
        this::tenants,
        run -> {
          var before = clock.instant().minus(webhooksKept);
          return transactions.in(run.scope(), tx -> new Deliveries(tx).forgetBefore(before));
        });
  }

  /** Of callers who have not asked since their limit was whole again. */
  private ScheduledTask forgetCounts() {
    return new ScheduledTask(
        FORGET_COUNTS,
        Trigger.cron("50 3 * * *"),
        CatchUp.LATEST,
        () -> List.of(new Subject(AuditLog.OPERATORS, ZoneOffset.UTC)),
        _ -> counts.forget());
  }

  private List<Subject> tenants() {
    return router.tenants().stream()
        .map(place -> new Subject(place.tenant().value(), place.timeZone()))
        .toList();
  }

  /**
   * @param due when it should have run
   * @param announced how many invoices it found to have reached a milestone
   */
  public record Run(String task, String tenant, Instant due, int announced) {

    private static Run of(TaskRun run) {
      return new Run(run.task(), run.tenant().toString(), run.dueAt(), run.done());
    }
  }

  /** Does all that, for as long as a server runs. */
  public void start() {
    scheduler.start();
  }

  /**
   * Runs whatever is due and has not run; one tenant's failure does not keep the others waiting.
   */
  public List<Run> run() {
    return scheduler.run().stream().map(Run::of).toList();
  }

  public List<TaskState> tasks() {
    return scheduler.tasks();
  }

  /**
   * Checks now, whatever the time.
   *
   * @param only null: every tenant
   * @throws UnknownTenant when there is none of that id
   */
  public List<Run> checkOverdueNow(@Nullable TenantId only) {
    var now = clock.instant();
    var tenants = only == null ? tenants() : List.of(new Subject(only.value(), clock.getZone()));
    return tenants.stream()
        .map(Subject::tenant)
        .map(id -> new Run(OVERDUE_CHECK, id.toString(), now, checkOverdueInvoices.check(of(id))))
        .toList();
  }

  private Scope of(UUID tenant) {
    return Scope.of(tenant, "operator:" + OVERDUE_CHECK, UuidV7.from(clock.instant()));
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
