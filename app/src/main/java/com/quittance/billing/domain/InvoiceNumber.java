package com.quittance.billing.domain;

import java.util.Locale;

/**
 * A place in a tenant's gapless sequence and how it is written.
 *
 * @param series the counter it was drawn from, such as {@code 2026}
 * @param sequence from 1, without gaps in a series
 * @param text as printed, such as {@code FAC-2026-000001}
 */
public record InvoiceNumber(String series, long sequence, String text) {

  public static final String DEFAULT_PATTERN = "FAC-{year}-{number:6}";

  /** A pattern that names the year counts each year from 1; any other counts on for ever. */
  public static String series(String pattern, int year) {
    return pattern.contains("{year}") ? Integer.toString(year) : "all";
  }

  public static InvoiceNumber of(String pattern, int year, long sequence) {
    var text =
        NUMBER
            .matcher(pattern.replace("{year}", Integer.toString(year)))
            .replaceAll(match -> String.format(Locale.ROOT, "%0" + match.group(1) + "d", sequence));
    return new InvoiceNumber(series(pattern, year), sequence, text);
  }

  private static final java.util.regex.Pattern NUMBER =
      java.util.regex.Pattern.compile("\\{number:([1-9])}");

  private static final java.util.regex.Pattern PLACES =
      java.util.regex.Pattern.compile("\\{year}|\\{number:[1-9]}");

  /**
   * What numbers of this pattern look like, as a regular expression: whatever the year, whatever
   * the count.
   */
  public static String shape(String pattern) {
    var shape = new StringBuilder("^");
    for (var part : PLACES.splitWithDelimiters(pattern, 0)) {
      shape.append(
          part.equals("{year}")
              ? "[0-9]{4}"
              : NUMBER.matcher(part).matches()
                  ? "[0-9]+"
                  : part.replaceAll("([^A-Za-z0-9])", "\\\\$1"));
    }
    return shape.append('$').toString();
  }

  /**
   * @throws IllegalArgumentException when the pattern has no {@code {number:N}} place
   */
  public static String checkedPattern(String pattern) {
    if (pattern.length() > 40 || !NUMBER.matcher(pattern).find()) {
      throw new IllegalArgumentException(
          "a numbering pattern of at most 40 characters with {number:6}, such as "
              + DEFAULT_PATTERN);
    }
    return pattern;
  }
}
