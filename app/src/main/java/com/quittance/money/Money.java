package com.quittance.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount in the minor units of one ISO 4217 currency (XOF has 0 decimals, EUR 2, TND 3).
 * Arithmetic that would overflow throws {@link ArithmeticException}; currencies never mix.
 */
public record Money(long minor, Currency currency) implements Comparable<Money> {

  public Money {
    if (currency.getDefaultFractionDigits() < 0) {
      throw new IllegalArgumentException(
          "%s has no minor unit, so nothing is billed in it".formatted(currency));
    }
  }

  public static Money of(long minor, String currency) {
    return new Money(minor, Currency.getInstance(currency));
  }

  public static Money zero(Currency currency) {
    return new Money(0, currency);
  }

  /** Rounds half up to the minor unit: the one rounding rule of the product. */
  public static Money rounded(BigDecimal minorUnits, Currency currency) {
    return new Money(minorUnits.setScale(0, RoundingMode.HALF_UP).longValueExact(), currency);
  }

  public Money plus(Money other) {
    requireSame(other);
    return new Money(Math.addExact(minor, other.minor), currency);
  }

  public Money minus(Money other) {
    requireSame(other);
    return new Money(Math.subtractExact(minor, other.minor), currency);
  }

  public boolean covers(Money other) {
    return compareTo(other) >= 0;
  }

  public boolean isPositive() {
    return minor > 0;
  }

  public boolean isZero() {
    return minor == 0;
  }

  public Money min(Money other) {
    return covers(other) ? other : this;
  }

  /** The amount in major units, for people and never for arithmetic: 1050 EUR cents are 10.50. */
  public BigDecimal major() {
    return BigDecimal.valueOf(minor, currency.getDefaultFractionDigits());
  }

  @Override
  public int compareTo(Money other) {
    requireSame(other);
    return Long.compare(minor, other.minor);
  }

  private void requireSame(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "%s and %s do not mix".formatted(currency, other.currency));
    }
  }

  @Override
  public String toString() {
    return major().toPlainString() + " " + currency;
  }
}
