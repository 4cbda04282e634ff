package com.quittance.billing.application;

import com.quittance.billing.domain.Draft;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.Refusal.DueBeforeIssue;
import com.quittance.billing.domain.Refusal.Invalid;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.store.Clients;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Tenant;
import com.quittance.tenancy.TenantId;
import com.quittance.tenancy.Tenants;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Validates, numbers and stores an invoice and announces it; nothing slow happens here. */
public final class CreateInvoice {

  private static final int MAX_TERM_DAYS = 3650;

  private final Transactions transactions;
  private final Clock clock;

  public CreateInvoice(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @throws Refused when the client is unknown or the invoice makes no sense; nothing has changed
   */
  public Invoice create(Scope scope, Draft draft) {
    return transactions.in(scope, tx -> create(tx, draft));
  }

  /** In a transaction that does something else as well. */
  public Invoice create(Tx tx, Draft draft) {
    return create(tx, draft, new InvoiceId(UuidV7.from(clock.instant())));
  }

  /** Under an id that is known already. */
  Invoice create(Tx tx, Draft draft, InvoiceId id) {
    var tenant = new Tenants(tx).current();
    var lines = draft.lines(tenant.currency());
    var totals = draft.finalTotals(tenant.currency());
    var client = new Clients(tx).get(draft.client());
    var now = clock.instant();
    var today = tenant.today(now);
    var due = due(draft, tenant, today);
    var invoices = new Invoices(tx);
    var number = invoices.nextNumber(tenant.numberingPattern(), today.getYear());
    var issued =
        Invoice.issue(
            new TenantId(tx.tenant()), id, client.id(), number, today, due, lines, totals, now);
    invoices.add(issued.state());
    tx.announce(issued.events());
    return issued.state();
  }

  private static LocalDate due(Draft draft, Tenant tenant, LocalDate today) {
    var due =
        Objects.requireNonNullElseGet(
            draft.dueDate(), () -> today.plusDays(tenant.paymentTermsDays()));
    if (due.isBefore(today)) {
      throw new Refused(new DueBeforeIssue(today, due));
    }
    if (ChronoUnit.DAYS.between(today, due) > MAX_TERM_DAYS) {
      throw new Refused(new Invalid("due_date", "a date within ten years of the issue date"));
    }
    return due;
  }
}
