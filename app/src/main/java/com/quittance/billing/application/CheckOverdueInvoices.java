package com.quittance.billing.application;

import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.tenancy.Tenants;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Announces the invoices of one tenant that have reached a milestone of lateness. Running it twice
 * announces nothing twice; after days of standstill it tells the highest milestone reached.
 */
public final class CheckOverdueInvoices {

  private static final int BATCH = 200;

  private final Transactions transactions;
  private final Clock clock;

  public CheckOverdueInvoices(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @return how many invoices were announced
   */
  public int check(Scope scope) {
    var announced = 0;
    @Nullable InvoiceId last = null;
    do {
      var after = last;
      var batch = transactions.in(scope, tx -> checkBatch(tx, after));
      announced += batch.announced();
      last = batch.last();
    } while (last != null);
    return announced;
  }

  /**
   * @param last where the next batch goes on; null when this was the last one
   */
  private record Batch(int announced, @Nullable InvoiceId last) {}

  private Batch checkBatch(Tx tx, @Nullable InvoiceId after) {
    var tenant = new Tenants(tx).current();
    var today = tenant.today(clock.instant());
    var invoices = new Invoices(tx);
    var late = invoices.lockOverdue(today, after, BATCH);
    var announced = 0;
    for (var invoice : late) {
      var change = invoice.fallOverdue(today, tenant.reminderMilestones());
      if (change.isPresent()) {
        invoices.update(change.get().state());
        tx.announce(change.get().events());
        announced++;
      }
    }
    return new Batch(announced, late.size() < BATCH ? null : late.getLast().id());
  }
}
