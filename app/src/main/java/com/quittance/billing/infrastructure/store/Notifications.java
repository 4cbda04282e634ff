package com.quittance.billing.infrastructure.store;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;

/** What people of the tenant find when they look in. */
public final class Notifications {

  /** How much it matters. */
  public enum Severity {
    INFO,
    WARNING,
    CRITICAL
  }

  private final Tx tx;

  public Notifications(Tx tx) {
    this.tx = tx;
  }

  /** Once for each job and kind, however often the job runs. */
  public void add(
      UUID id, UUID job, String kind, Severity severity, String title, String body, Instant at) {
    Sql.on(tx)
        .sql(
            """
            insert into notification (tenant_id, id, job_id, kind, severity, title, body, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant_id, job_id, kind) do nothing
            """)
        .params(
            tx.tenant(),
            id,
            job,
            kind,
            severity.name().toLowerCase(Locale.ROOT),
            title,
            body,
            at.atOffset(ZoneOffset.UTC))
        .update();
  }
}
