package com.quittance.house.planted.relay;

import com.quittance.house.planted.billing.domain.InvoiceThatKnowsTooMuch;

/** Breaks: relay knows no invoice. */
public class EngineThatKnowsInvoices {
  private InvoiceThatKnowsTooMuch invoice;
}
