package com.quittance.csv;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;

/**
 * Cells as somebody may fill them: read back as written, and none of them a formula. And a file as
 * somebody may send it: a table, or refused.
 */
public final class CsvFuzz {

  private static final CsvRows NAMES = new CsvRows(Set.of("name", "email"), Set.of(), 100);

  private CsvFuzz() {}

  /** Cells between bytes of 0x1F. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    var cells = new String(input, StandardCharsets.UTF_8).split("\u001F", 20);
    var out = new StringWriter();
    new CsvTable(out, "head").row((Object[]) cells);
    try (var parser = CSVFormat.RFC4180.parse(new StringReader(out.toString()))) {
      var records = parser.getRecords();
      if (records.size() != 2 || records.get(1).size() != cells.length) {
        throw new AssertionError("a cell has broken out: " + out);
      }
      for (var n = 0; n < cells.length; n++) {
        check(cells[n], records.get(1).get(n));
      }
    }
    isReadBack(cells[0]);
    isReadOrRefused(input);
  }

  private static void isReadBack(String cell) {
    if (cell.isEmpty()) {
      return; // is not there
    }
    var out = new StringWriter();
    new CsvTable(out, "name").row(cell);
    var rows = NAMES.read(out.toString().getBytes(StandardCharsets.UTF_8));
    if (!rows.equals(List.of(Map.of("name", cell)))) {
      throw new AssertionError("'%s' was imported as %s".formatted(cell, rows));
    }
  }

  private static void isReadOrRefused(byte[] input) {
    try {
      NAMES.read(input);
    } catch (IllegalArgumentException refused) {
      if (refused.getMessage() == null) {
        throw new AssertionError("not told what was expected", refused);
      }
    }
  }

  private static void check(String written, String read) {
    if (!read.replace("'", "").equals(written.replace("'", ""))) {
      throw new AssertionError("'%s' was read as '%s'".formatted(written, read));
    }
    for (var cell : read.split("[;\t\r\n]")) { // for whoever separates them otherwise
      var first = cell.codePoints().filter(it -> !isSkipped(it)).findFirst().orElse(-1);
      if ("=+-@\uFF1D\uFF0B\uFF0D\uFF20".indexOf(first) >= 0) {
        throw new AssertionError("a formula: " + read);
      }
    }
  }

  private static boolean isSkipped(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character)
        || character == '"';
  }
}
