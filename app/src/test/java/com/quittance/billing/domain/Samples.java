package com.quittance.billing.domain;

import com.quittance.money.Money;
import com.quittance.money.Rate;
import com.quittance.tenancy.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Invoices and payments to try decisions on. */
final class Samples {

  static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
  static final LocalDate DUE = LocalDate.of(2026, 4, 1);

  private static final TenantId TENANT = new TenantId(new UUID(0, 1));

  private Samples() {}

  static Line line(String quantity, long unitPrice, String taxRate) {
    return new Line(
        "work",
        Quantity.parse(quantity),
        Money.of(unitPrice, "XOF"),
        Rate.parse(taxRate),
        Rate.ZERO);
  }

  /** An issued invoice of that total, without tax, due on {@link #DUE}. */
  static Change<Invoice> issue(long total) {
    var lines = List.of(line("1", total, "0"));
    return Invoice.issue(
        TENANT,
        new InvoiceId(new UUID(0, 2)),
        new ClientId(new UUID(0, 3)),
        InvoiceNumber.of(InvoiceNumber.DEFAULT_PATTERN, 2026, 1),
        TODAY,
        DUE,
        lines,
        Totals.of(lines),
        NOW);
  }

  static Payment payment(long amount) {
    return Payment.pending(
        new PaymentId(UUID.nameUUIDFromBytes(Long.toString(amount).getBytes())),
        new InvoiceId(new UUID(0, 2)),
        "stripe",
        "pi_1",
        Money.of(amount, "XOF"),
        NOW);
  }
}
