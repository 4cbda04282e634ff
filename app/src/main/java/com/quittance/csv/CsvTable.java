package com.quittance.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/**
 * A table after RFC 4180 that a spreadsheet may open: what somebody else wrote into a cell stays
 * text there. Numbers are numbers.
 */
public final class CsvTable {

  /**
   * Where a cell begins, or would begin for a spreadsheet that separates them by semicolons, as in
   * French, or by tabs: quotation marks around the whole are none to it, and the end of a line ends
   * its row. Commas are not among them: they separate cells here, and whoever knows that knows the
   * quotation marks.
   */
  private static final String BEGINNING = "(?<![^;\\t\\r\\n])";

  /**
   * What a spreadsheet takes for a formula, in ASCII and in full width, behind whatever it may
   * skip: blanks, controls, marks without a width, quotation marks.
   */
  private static final String FORMULA = "(?=[\\s\\p{Z}\\p{C}\"']*+[=+\\-@＝＋－＠−﹢﹣﹦﹫])";

  private static final String CONTROL = "(?='*+[\\t\\r\\n\\x00])";

  private static final Pattern UNSAFE = Pattern.compile(BEGINNING + FORMULA + "|^" + CONTROL);
  private static final Pattern SAFE = Pattern.compile(BEGINNING + "'" + FORMULA + "|^'" + CONTROL);

  /** A spreadsheet takes what begins with it for UTF-8. */
  public static final String MARK = "\uFEFF";

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setQuoteMode(QuoteMode.NON_NUMERIC).get();

  private final CSVPrinter printer;

  /** Writes the heads at once. */
  public CsvTable(Appendable out, String... heads) {
    try {
      this.printer = new CSVPrinter(out, FORMAT);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    row((Object[]) heads);
  }

  /**
   * @param cells a {@link Number} as it is, null as nothing, anything else as its text
   */
  public void row(@Nullable Object... cells) {
    try {
      printer.printRecord(Arrays.stream(cells).map(CsvTable::cell).toArray());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static @Nullable Object cell(@Nullable Object value) {
    return value == null || value instanceof Number ? value : text(value.toString());
  }

  /** An apostrophe in front tells a spreadsheet that the rest is text. */
  static String text(String text) {
    return UNSAFE.matcher(text).replaceAll("'");
  }

  /** What {@link #text} was made of. */
  static String plain(String cell) {
    return SAFE.matcher(cell).replaceAll("");
  }
}
