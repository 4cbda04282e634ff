package com.quittance.billing.application;

import com.quittance.billing.domain.Draft;
import com.quittance.billing.domain.DraftEvent.DraftAdded;
import com.quittance.billing.domain.DraftEvent.DraftChanged;
import com.quittance.billing.domain.DraftEvent.DraftDeleted;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.KeptDraft;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.store.Clients;
import com.quittance.billing.infrastructure.store.Drafts;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.TenantId;
import com.quittance.tenancy.Tenants;
import java.time.Clock;
import java.util.Currency;
import java.util.function.Consumer;

/** Keeps invoices that are not issued yet, until they are issued or thrown away. */
public final class KeepDraft {

  private final Transactions transactions;
  private final CreateInvoice createInvoice;
  private final Clock clock;

  public KeepDraft(Transactions transactions, CreateInvoice createInvoice, Clock clock) {
    this.transactions = transactions;
    this.createInvoice = createInvoice;
    this.clock = clock;
  }

  /** What becomes of a draft. */
  @FunctionalInterface
  public interface Change {

    /**
     * @param ofTenant the currency of drafts that name none
     */
    Draft apply(Draft before, Currency ofTenant);
  }

  /**
   * @throws Refused when the client is unknown or the draft makes no sense; nothing has changed
   */
  public KeptDraft add(Tx tx, Draft draft) {
    check(tx, draft);
    var now = clock.instant();
    var kept = new KeptDraft(new InvoiceId(UuidV7.from(now)), draft, 1, now, now);
    new Drafts(tx).add(kept);
    tx.announce(new DraftAdded(new TenantId(tx.tenant()), kept.id()));
    return kept;
  }

  /**
   * @param seen looks at the present state first; what it throws changes nothing
   * @throws Refused when there is no such draft, or it would make no sense
   */
  public KeptDraft change(Scope scope, InvoiceId id, Consumer<KeptDraft> seen, Change change) {
    return transactions.in(
        scope,
        tx -> {
          var drafts = new Drafts(tx);
          var before = drafts.lock(id);
          seen.accept(before);
          var draft = change.apply(before.draft(), new Tenants(tx).current().currency());
          if (draft.equals(before.draft())) {
            return before;
          }
          check(tx, draft);
          var after = before.changed(draft, clock.instant());
          drafts.update(after);
          tx.announce(new DraftChanged(new TenantId(tx.tenant()), id));
          return after;
        });
  }

  /**
   * @param seen looks at the present state first; what it throws changes nothing
   * @throws Refused when there is no such draft
   */
  public void delete(Scope scope, InvoiceId id, Consumer<KeptDraft> seen) {
    transactions.run(
        scope,
        tx -> {
          seen.accept(new Drafts(tx).lock(id));
          new Drafts(tx).delete(id);
          tx.announce(new DraftDeleted(new TenantId(tx.tenant()), id));
        });
  }

  /**
   * Makes an invoice of it, with the same id; the draft is no more.
   *
   * @param seen looks at the present state first; what it throws changes nothing
   * @throws Refused when there is no such draft, or no invoice can be made of it yet
   */
  public Invoice issue(Tx tx, InvoiceId id, Consumer<KeptDraft> seen) {
    var kept = new Drafts(tx).lock(id);
    seen.accept(kept);
    new Drafts(tx).delete(id);
    return createInvoice.create(tx, kept.draft(), id);
  }

  private static void check(Tx tx, Draft draft) {
    new Clients(tx).get(draft.client());
    var currency = new Tenants(tx).current().currency();
    draft.lines(currency);
    draft.totals(currency);
  }
}
