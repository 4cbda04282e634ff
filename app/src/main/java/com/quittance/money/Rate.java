package com.quittance.money;

import java.math.BigDecimal;

/**
 * A share in percent, 0 to 100 with at most 4 decimals: a tax rate or a discount.
 *
 * @param percent without trailing zeros, so that 18 and 18.0 are one rate
 */
public record Rate(BigDecimal percent) implements Comparable<Rate> {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public static final Rate ZERO = new Rate(BigDecimal.ZERO);

  public Rate {
    if (percent.signum() < 0 || percent.compareTo(HUNDRED) > 0) {
      throw new IllegalArgumentException("a rate is between 0 and 100 percent");
    }
    if (percent.scale() > 4) {
      throw new IllegalArgumentException("a rate has at most 4 decimals");
    }
    percent = percent.signum() == 0 ? BigDecimal.ZERO : normalized(percent);
  }

  /**
   * @throws IllegalArgumentException when the text is no plain decimal (an exponent is none) or out
   *     of range
   */
  public static Rate parse(String text) {
    return new Rate(PlainDecimal.parse(text, 3, 4));
  }

  /** This share of the amount, rounded half up to the minor unit. */
  public Money of(Money amount) {
    return Money.rounded(exactlyOf(BigDecimal.valueOf(amount.minor())), amount.currency());
  }

  /** This share of an amount in minor units, not rounded. */
  public BigDecimal exactlyOf(BigDecimal minorUnits) {
    return minorUnits.multiply(percent).movePointLeft(2);
  }

  @Override
  public int compareTo(Rate other) {
    return percent.compareTo(other.percent);
  }

  @Override
  public String toString() {
    return percent.toPlainString();
  }

  private static BigDecimal normalized(BigDecimal percent) {
    var stripped = percent.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
