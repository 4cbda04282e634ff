package com.quittance.billing.application;

import com.quittance.billing.domain.ClientId;
import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.Line;
import com.quittance.billing.domain.Quantity;
import com.quittance.billing.domain.Refusal.DueBeforeIssue;
import com.quittance.billing.domain.Refusal.Invalid;
import com.quittance.billing.domain.Refusal.MixedCurrencies;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.domain.Totals;
import com.quittance.billing.infrastructure.store.Clients;
import com.quittance.billing.infrastructure.store.Invoices;
import com.quittance.money.Money;
import com.quittance.money.Rate;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Tenant;
import com.quittance.tenancy.TenantId;
import com.quittance.tenancy.Tenants;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Validates, numbers and stores an invoice and announces it; nothing slow happens here. */
public final class CreateInvoice {

  private static final int MAX_TERM_DAYS = 3650;

  /** Total and subtotal stay below this many minor units: what a JSON number can carry exactly. */
  private static final long MAX_TOTAL = 9_007_199_254_740_991L;

  /**
   * @param currency the tenant's when it is null
   * @param dueDate the tenant's payment terms after today when it is null
   */
  public record Request(
      ClientId client,
      @Nullable Currency currency,
      @Nullable LocalDate dueDate,
      List<LineRequest> lines) {}

  /**
   * @param unitPrice in minor units
   * @param currency the invoice's when it is null
   */
  public record LineRequest(
      String description,
      Quantity quantity,
      long unitPrice,
      @Nullable Currency currency,
      Rate taxRate,
      Rate discount) {

    Line in(Currency ofInvoice) {
      return new Line(description, quantity, new Money(unitPrice, ofInvoice), taxRate, discount);
    }
  }

  private final Transactions transactions;
  private final Clock clock;

  public CreateInvoice(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @throws Refused when the client is unknown or the invoice makes no sense; nothing has changed
   */
  public Invoice create(Scope scope, Request request) {
    return transactions.in(scope, tx -> create(tx, request));
  }

  /** In a transaction that does something else as well. */
  public Invoice create(Tx tx, Request request) {
    var tenant = new Tenants(tx).current();
    var lines = lines(request, Objects.requireNonNullElse(request.currency(), tenant.currency()));
    var totals = totals(lines);
    var client = new Clients(tx).get(request.client());
    return issue(tx, tenant, client.id(), request.dueDate(), lines, totals);
  }

  private Invoice issue(
      Tx tx,
      Tenant tenant,
      ClientId client,
      @Nullable LocalDate dueDate,
      List<Line> lines,
      Totals totals) {
    var now = clock.instant();
    var today = tenant.today(now);
    var due =
        Objects.requireNonNullElseGet(dueDate, () -> today.plusDays(tenant.paymentTermsDays()));
    if (due.isBefore(today)) {
      throw new Refused(new DueBeforeIssue(today, due));
    }
    if (ChronoUnit.DAYS.between(today, due) > MAX_TERM_DAYS) {
      throw new Refused(new Invalid("due_date", "a date within ten years of the issue date"));
    }
    var invoices = new Invoices(tx);
    var number = invoices.nextNumber(tenant.numberingPattern(), today.getYear());
    var issued =
        Invoice.issue(
            new TenantId(tx.tenant()),
            new InvoiceId(UuidV7.from(now)),
            client,
            number,
            today,
            due,
            lines,
            totals,
            now);
    invoices.add(issued.state());
    tx.announce(issued.events());
    return issued.state();
  }

  private static Totals totals(List<Line> lines) {
    if (lines.isEmpty() || lines.size() > Invoice.MAX_LINES) {
      throw new Refused(new Invalid("lines", "1 to %d lines".formatted(Invoice.MAX_LINES)));
    }
    try {
      var totals = Totals.of(lines);
      if (totals.total().isPositive() && totals.total().minor() <= MAX_TOTAL) {
        return totals;
      }
    } catch (ArithmeticException overflow) {
      // Falls through: a sum beyond 64 bits is beyond the limit as well.
    }
    throw new Refused(
        new Invalid("lines", "a total above 0 and at most %d minor units".formatted(MAX_TOTAL)));
  }

  private static List<Line> lines(Request request, Currency currency) {
    var lines = new ArrayList<Line>();
    for (var line : request.lines()) {
      var given = Objects.requireNonNullElse(line.currency(), currency);
      if (!given.equals(currency)) {
        throw new Refused(
            new MixedCurrencies("lines[%d].currency".formatted(lines.size()), currency, given));
      }
      lines.add(line.in(currency));
    }
    return lines;
  }
}
