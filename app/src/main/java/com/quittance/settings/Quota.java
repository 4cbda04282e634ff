package com.quittance.settings;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How much may be asked in how long, written {@code 1200/1m}; {@code off} sets no limit.
 *
 * @param most 0 when there is no limit
 */
public record Quota(int most, Duration per) {

  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})/(\\d.*)");
  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * @throws IllegalArgumentException when the text says something else
   */
  public static Quota parse(String text) {
    if (text.equals("off")) {
      return new Quota(0, Duration.ZERO);
    }
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a quota: " + text);
    }
    var per = Read.duration(form.group(2));
    if (per.toSeconds() < 1 || per.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("not from a second to a day: " + text);
    }
    return new Quota(Integer.parseInt(form.group(1)), per);
  }

  public boolean isLimit() {
    return most > 0;
  }

  @Override
  public String toString() {
    return isLimit() ? most + "/" + per.toSeconds() + "s" : "off";
  }
}
