package com.quittance.billing.domain;

import com.quittance.money.Money;
import com.quittance.money.Rate;
import java.math.BigDecimal;

/**
 * One line of an invoice.
 *
 * @param unitPrice before tax; not negative
 * @param discount taken off this line before tax
 */
public record Line(
    String description, Quantity quantity, Money unitPrice, Rate taxRate, Rate discount) {

  public static final int MAX_DESCRIPTION = 500;

  /** The largest unit price, in minor units, that cannot overflow a total: one million billion. */
  public static final long MAX_UNIT_PRICE = 1_000_000_000_000_000L;

  public Line {
    if (description.isBlank() || description.length() > MAX_DESCRIPTION) {
      throw new IllegalArgumentException("a description of 1 to 500 characters");
    }
    if (unitPrice.minor() < 0 || unitPrice.minor() > MAX_UNIT_PRICE) {
      throw new IllegalArgumentException("a unit price from 0 to " + MAX_UNIT_PRICE);
    }
  }

  /**
   * Quantity times price less the discount, before tax, rounded once, half up.
   *
   * @throws ArithmeticException when it does not fit 64 bits
   */
  public Money net() {
    var gross = quantity.value().multiply(BigDecimal.valueOf(unitPrice.minor()));
    return Money.rounded(gross.subtract(discount.exactlyOf(gross)), unitPrice.currency());
  }
}
