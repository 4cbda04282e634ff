package com.quittance.house.planted.client;

import com.quittance.house.planted.billing.domain.InvoiceThatKnowsTooMuch;

/** Breaks: the client knows nothing of ours. */
public class ClientThatKnowsInvoices {
  private InvoiceThatKnowsTooMuch invoice;
}
