package com.quittance.billing.domain;

import com.quittance.money.PlainDecimal;
import java.math.BigDecimal;

/**
 * How many of something a line bills: above 0, at most 9 digits before the point and 6 after it.
 */
public record Quantity(BigDecimal value) {

  public Quantity {
    if (value.signum() <= 0) {
      throw new IllegalArgumentException("a quantity above 0");
    }
    if (value.scale() < 0) {
      value = value.setScale(0);
    }
    if (value.scale() > 6 || value.precision() - value.scale() > 9) {
      throw new IllegalArgumentException("at most 9 digits before the point and 6 after it");
    }
  }

  /**
   * @throws IllegalArgumentException when the text is no plain decimal above 0
   */
  public static Quantity parse(String text) {
    return new Quantity(PlainDecimal.parse(text, 9, 6));
  }

  @Override
  public String toString() {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
