package com.quittance.billing.application.listener;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.infrastructure.mail.Occasion;
import com.quittance.billing.infrastructure.store.Clients;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.relay.Attempt;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.tenancy.Tenant;
import com.quittance.tenancy.Tenants;
import java.time.Instant;

/** What a letter about an invoice needs to know, as it stands now. */
record Dossier(Tenant tenant, Client client, Invoice invoice) {

  static Dossier open(Transactions transactions, Scope scope, InvoiceId id) {
    return transactions.in(
        scope,
        tx -> {
          var invoice = new Invoices(tx).get(id);
          return new Dossier(
              new Tenants(tx).current(), new Clients(tx).get(invoice.client()), invoice);
        });
  }

  Occasion occasion(Attempt attempt, Instant at) {
    return new Occasion(attempt.job(), at, tenant, client, invoice);
  }
}
