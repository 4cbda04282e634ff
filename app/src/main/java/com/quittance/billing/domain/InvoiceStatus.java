package com.quittance.billing.domain;

/** Overdue is no status: it follows from the due date, the open balance and the tenant's today. */
public enum InvoiceStatus {
  DRAFT,
  SENT,
  PARTIALLY_PAID,
  PAID,
  VOID;

  /** As stored and as published: lower case. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public static InvoiceStatus of(String code) {
    return valueOf(code.toUpperCase(java.util.Locale.ROOT));
  }
}
