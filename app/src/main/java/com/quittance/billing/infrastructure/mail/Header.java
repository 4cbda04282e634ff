package com.quittance.billing.infrastructure.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text on its way into a mail header, where a line break would begin the next header. */
final class Header {

  /** Controls, every Unicode line break, and marks that turn the direction of what is read. */
  private static final Pattern BREAKS =
      Pattern.compile(
          "[\\p{Cc}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]+");

  /** Of 75 that a word may have, for three bytes each in base64. */
  private static final int WORD = 15;

  private Header() {}

  /** The text on one line. */
  static String line(String text) {
    return BREAKS.matcher(text).replaceAll(" ").strip();
  }

  /**
   * The text as one or more encoded words of RFC 2047, when it looks like one itself: readers would
   * decode it, and the library takes any ASCII for what it says. Null: the library may encode it.
   */
  static @Nullable String words(String text) {
    if (!text.contains("=?")) {
      return null;
    }
    var words = new StringJoiner(" ");
    for (var from = 0; from < text.length(); ) {
      var to = Math.min(text.length(), from + WORD);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      var bytes = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
      words.add("=?UTF-8?B?%s?=".formatted(Base64.getEncoder().encodeToString(bytes)));
      from = to;
    }
    return words.toString();
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
