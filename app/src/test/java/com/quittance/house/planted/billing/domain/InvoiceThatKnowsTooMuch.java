package com.quittance.house.planted.billing.domain;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks: the domain's purity, injected time, exact money, private fields. */
public class InvoiceThatKnowsTooMuch {
  static final Logger LOG = LoggerFactory.getLogger(InvoiceThatKnowsTooMuch.class);
  double total;
  Instant made = Instant.now();
}
