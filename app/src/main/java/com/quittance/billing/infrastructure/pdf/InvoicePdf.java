package com.quittance.billing.infrastructure.pdf;

import com.quittance.billing.domain.Client;
import com.quittance.billing.domain.Invoice;
import com.quittance.tenancy.Tenant;

/** Prints invoices. Many threads may share one. */
public final class InvoicePdf {

  /** The invoice as it stands: marked when it is paid. The same input gives the same bytes. */
  public byte[] render(Tenant tenant, Client client, Invoice invoice) {
    throw new UnsupportedOperationException("layout follows");
  }
}
