package com.quittance.billing.application;

import com.quittance.billing.domain.Change;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.relay.Tx;
import java.util.function.Function;

/** What people do with an invoice that is issued, but for being paid. */
public final class HandleInvoice {

  private HandleInvoice() {}

  /**
   * Takes it back, when nothing has been paid. Under a lock on the invoice: a payment that arrives
   * at the same time comes before or after.
   *
   * @throws Refused when the tenant has no such invoice, or it cannot be taken back
   */
  public static Invoice takeBack(Tx tx, InvoiceId id, String reason) {
    return change(tx, id, invoice -> invoice.voided(reason));
  }

  /**
   * Has it mailed once more.
   *
   * @throws Refused when the tenant has no such invoice, or it is void
   */
  public static Invoice sendAgain(Tx tx, InvoiceId id) {
    return change(tx, id, Invoice::sendAgain);
  }

  private static Invoice change(Tx tx, InvoiceId id, Function<Invoice, Change<Invoice>> how) {
    var invoices = new Invoices(tx);
    var change = how.apply(invoices.lock(id));
    invoices.update(change.state());
    tx.announce(change.events());
    return change.state();
  }
}
