package com.quittance.billing.application.listener;

import com.quittance.billing.infrastructure.mail.Letters;
import com.quittance.billing.infrastructure.store.Notifications;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.relay.Attempt;
import com.quittance.relay.Transactions;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Tenants;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the tenant's admin that something needs a person: in the application and by mail. */
public final class AdminAlert {

  private static final Logger LOG = LoggerFactory.getLogger(AdminAlert.class);
  private static final String KIND = "admin-alert";

  private final Transactions transactions;
  private final Mailer mailer;
  private final Letters letters;
  private final Clock clock;

  public AdminAlert(Transactions transactions, Mailer mailer, Letters letters, Clock clock) {
    this.transactions = transactions;
    this.mailer = mailer;
    this.letters = letters;
    this.clock = clock;
  }

  /** Once for each job, however often it runs. */
  void raise(Attempt attempt, Severity severity, String title, String detail) {
    LOG.error("{}: {}", title, detail);
    var now = clock.instant();
    var tenant =
        transactions.in(
            attempt.scope(),
            tx -> {
              new Notifications(tx)
                  .add(UuidV7.at(now), attempt.job(), KIND, severity, title, detail, now);
              return new Tenants(tx).current();
            });
    mailer.send(
        attempt, KIND, letters.adminAlert(attempt.job(), now, tenant, title, detail));
  }
}
