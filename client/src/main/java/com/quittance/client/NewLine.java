package com.quittance.client;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A line to be billed.
 *
 * @param description 1 to 500 characters
 * @param quantity above 0, up to 9 digits before and 6 after the point
 * @param unitPrice before tax, 0 to 10¹⁵ in the minor unit of the invoice's currency
 * @param taxRate percent, 0 to 100 with up to 4 decimals; 0 when {@code null}
 * @param discount percent, 0 to 100 with up to 4 decimals; 0 when {@code null}
 */
public record NewLine(
    String description,
    BigDecimal quantity,
    long unitPrice,
    @Nullable BigDecimal taxRate,
    @Nullable BigDecimal discount) {

  /**
   * Without tax and discount.
   *
   * @param quantity such as {@code "2.5"}
   * @throws NumberFormatException when the quantity is no number
   */
  public static NewLine of(String description, String quantity, long unitPrice) {
    return new NewLine(description, new BigDecimal(quantity), unitPrice, null, null);
  }

  /**
   * The same with this tax, in percent.
   *
   * @throws NumberFormatException when it is no number
   */
  public NewLine taxRate(String percent) {
    return new NewLine(description, quantity, unitPrice, new BigDecimal(percent), discount);
  }

  /**
   * The same with this discount, in percent.
   *
   * @throws NumberFormatException when it is no number
   */
  public NewLine discount(String percent) {
    return new NewLine(description, quantity, unitPrice, taxRate, new BigDecimal(percent));
  }
}
