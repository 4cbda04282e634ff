package com.quittance.http;

/** Which characters a text may have that people write to people. */
public final class PlainText {

  private PlainText() {}

  static boolean isLineBreak(int character) {
    return character == '\n' || character == '\r';
  }

  /** Whether a text is of one line and holds nothing that cannot be stored, shown and mailed. */
  public static boolean isLine(String text) {
    return text.codePoints().allMatch(PlainText::isInLine);
  }

  /** Whether none of its characters is half of one, which has no bytes. */
  public static boolean isWhole(String text) {
    return text.codePoints()
        .noneMatch(character -> Character.getType(character) == Character.SURROGATE);
  }

  /** A surrogate that is a code point of its own is half a character, which nothing can store. */
  static boolean isInLine(int character) {
    return !Character.isISOControl(character)
        && switch (Character.getType(character)) {
          case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
  }

  /** Of blanks and marks without a width alone nobody could read a name. */
  static boolean isSeen(int character) {
    return !Character.isWhitespace(character)
        && !Character.isSpaceChar(character)
        && Character.getType(character) != Character.FORMAT;
  }
}
