package com.quittance.money;

import java.math.BigDecimal;

/**
 * Reads decimals from outside without ever doing arithmetic on an exponent: {@code 1e1000000000} is
 * ten characters that cost seconds once they are a BigDecimal.
 */
public final class PlainDecimal {

  private PlainDecimal() {}

  /**
   * @param wholeDigits at most this many digits before the point
   * @param decimals at most this many after it
   * @throws IllegalArgumentException when the text is anything but digits and at most one point
   */
  public static BigDecimal parse(String text, int wholeDigits, int decimals) {
    if (text.length() > wholeDigits + decimals + 1 || !text.matches("\\d+(\\.\\d+)?")) {
      throw new IllegalArgumentException(expected(wholeDigits, decimals));
    }
    var point = text.indexOf('.');
    var whole = point < 0 ? text.length() : point;
    if (whole > wholeDigits || text.length() - whole - 1 > decimals) {
      throw new IllegalArgumentException(expected(wholeDigits, decimals));
    }
    return new BigDecimal(text);
  }

  private static String expected(int wholeDigits, int decimals) {
    return "a plain decimal with at most %d digits before the point and %d after it, no sign, no exponent"
        .formatted(wholeDigits, decimals);
  }
}
