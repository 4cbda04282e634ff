package com.quittance.billing.application.listener;

import com.quittance.billing.infrastructure.mail.Alert;
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
  public void raise(Attempt attempt, Severity severity, Alert alert) {
    var now = clock.instant();
    var tenant = transactions.in(attempt.scope(), tx -> new Tenants(tx).current());
    var mail = letters.adminAlert(attempt.job(), now, tenant, alert);
    LOG.error("{}", mail.subject());
    transactions.run(
        attempt.scope(),
        tx ->
            new Notifications(tx)
                .add(
                    UuidV7.from(now),
                    attempt.job(),
                    KIND,
                    severity,
                    mail.subject(),
                    mail.text(),
                    now));
    mailer.send(attempt, mail);
  }
}
