package com.quittance.billing.domain;

import com.quittance.money.Money;
import com.quittance.money.Rate;
import java.util.Currency;
import java.util.List;
import java.util.TreeMap;

/**
 * What the lines come to.
 *
 * @param taxes one for each rate, in rising order; their bases add up to the subtotal
 */
public record Totals(Money subtotal, List<Tax> taxes, Money taxTotal, Money total) {

  public Totals {
    taxes = List.copyOf(taxes);
  }

  /** Of no lines. */
  static Totals none(Currency currency) {
    var zero = Money.zero(currency);
    return new Totals(zero, List.of(), zero, zero);
  }

  /**
   * @throws IllegalArgumentException when there are no lines or they mix currencies
   * @throws ArithmeticException when a sum does not fit 64 bits
   */
  public static Totals of(List<Line> lines) {
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("at least one line");
    }
    var zero = Money.zero(lines.getFirst().unitPrice().currency());
    var bases = new TreeMap<Rate, Money>();
    for (var line : lines) {
      bases.merge(line.taxRate(), line.net(), Money::plus);
    }
    var taxes = bases.entrySet().stream().map(e -> Tax.on(e.getKey(), e.getValue())).toList();
    var subtotal = bases.values().stream().reduce(zero, Money::plus);
    var taxTotal = taxes.stream().map(Tax::amount).reduce(zero, Money::plus);
    return new Totals(subtotal, taxes, taxTotal, subtotal.plus(taxTotal));
  }
}
