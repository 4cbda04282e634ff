package com.quittance.billing.infrastructure.mail;

import java.util.regex.Pattern;

/** Text on its way into a mail header, where a line break would begin the next header. */
final class Header {

  /** Controls, every Unicode line break, and marks that turn the direction of what is read. */
  private static final Pattern BREAKS =
      Pattern.compile(
          "[\\p{Cc}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]+");

  private Header() {}

  /** The text on one line. */
  static String line(String text) {
    return BREAKS.matcher(text).replaceAll(" ").strip();
  }

  /** At most that many characters, never half of one. */
  static String shortened(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
    return text.substring(0, end).strip() + "…";
  }
}
