package com.quittance.billing.domain;

import com.quittance.billing.domain.Refusal.Invalid;
import com.quittance.billing.domain.Refusal.MixedCurrencies;
import com.quittance.money.Money;
import com.quittance.money.Rate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice is to say, before it has a number.
 *
 * @param currency the tenant's when it is null
 * @param dueDate the tenant's payment terms after the day of issue when it is null
 */
public record Draft(
    ClientId client, @Nullable Currency currency, @Nullable LocalDate dueDate, List<Item> items) {

  /** Total and subtotal stay below this many minor units: what a JSON number can carry exactly. */
  private static final long MAX_TOTAL = 9_007_199_254_740_991L;

  public Draft {
    items = List.copyOf(items);
  }

  /**
   * A line to be.
   *
   * @param unitPrice in minor units
   * @param currency the invoice's when it is null
   */
  public record Item(
      String description,
      Quantity quantity,
      long unitPrice,
      @Nullable Currency currency,
      Rate taxRate,
      Rate discount) {

    private Line in(Currency ofInvoice) {
      return new Line(description, quantity, new Money(unitPrice, ofInvoice), taxRate, discount);
    }
  }

  /**
   * After a change. The lines may come along with the new currency, be they the same.
   *
   * @param lines null: they stay
   * @throws Refused when prices in the one currency would become prices in another
   */
  public Draft with(
      ClientId client,
      @Nullable Currency currency,
      @Nullable LocalDate dueDate,
      @Nullable List<Item> lines,
      Currency ofTenant) {
    var after = new Draft(client, currency, dueDate, Objects.requireNonNullElse(lines, items));
    if (lines == null && !items.isEmpty() && !after.currency(ofTenant).equals(currency(ofTenant))) {
      throw new Refused(
          new Invalid(
              "currency",
              "%s as before, or the lines beside it: their prices are in it"
                  .formatted(currency(ofTenant))));
    }
    return after;
  }

  private Currency currency(Currency ofTenant) {
    return Objects.requireNonNullElse(currency, ofTenant);
  }

  /**
   * @param ofTenant the currency unless the draft names one
   * @throws Refused when an item is in another currency
   */
  public List<Line> lines(Currency ofTenant) {
    var one = currency(ofTenant);
    var lines = new ArrayList<Line>();
    for (var item : items) {
      var given = Objects.requireNonNullElse(item.currency(), one);
      if (!given.equals(one)) {
        throw new Refused(
            new MixedCurrencies("lines[%d].currency".formatted(lines.size()), one, given));
      }
      lines.add(item.in(one));
    }
    return lines;
  }

  /**
   * What the lines come to so far.
   *
   * @throws Refused when it is more than an invoice can be about
   */
  public Totals totals(Currency ofTenant) {
    try {
      var totals = items.isEmpty() ? Totals.none(currency(ofTenant)) : Totals.of(lines(ofTenant));
      if (totals.total().minor() <= MAX_TOTAL) {
        return totals;
      }
    } catch (ArithmeticException overflow) {
      // Falls through: a sum beyond 64 bits is beyond the limit as well.
    }
    throw beyond();
  }

  /**
   * What the invoice is about.
   *
   * @throws Refused when that is nothing, or more than an invoice can be about
   */
  public Totals finalTotals(Currency ofTenant) {
    if (items.isEmpty() || items.size() > Invoice.MAX_LINES) {
      throw new Refused(new Invalid("lines", "1 to %d lines".formatted(Invoice.MAX_LINES)));
    }
    var totals = totals(ofTenant);
    if (!totals.total().isPositive()) {
      throw beyond();
    }
    return totals;
  }

  private static Refused beyond() {
    return new Refused(
        new Invalid("lines", "a total above 0 and at most %d minor units".formatted(MAX_TOTAL)));
  }
}
