package com.quittance.billing.application;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.ClientEvent.ClientChanged;
import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.store.Clients;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.tenancy.TenantId;
import java.util.function.UnaryOperator;

/** Changes what is known of a client. Invoices that are issued keep their documents. */
public final class ChangeClient {

  private final Transactions transactions;

  public ChangeClient(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * @param change from the present state; what it throws changes nothing. Without an effect it
   *     tells nobody
   * @throws Refused when the tenant has no such client
   */
  public Client change(Scope scope, ClientId id, UnaryOperator<Client> change) {
    return transactions.in(
        scope,
        tx -> {
          var clients = new Clients(tx);
          var before = clients.lock(id);
          var after = change.apply(before);
          if (after.equals(before)) {
            return before;
          }
          var next = after.withVersion(before.version() + 1);
          clients.update(next);
          tx.announce(new ClientChanged(new TenantId(tx.tenant()), id));
          return next;
        });
  }
}
