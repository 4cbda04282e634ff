package com.quittance.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a table that a spreadsheet has written: UTF-8 with or without its mark, cells separated by
 * commas, semicolons (as in French) or tabs, the names of the columns in the first line. Rows and
 * nameless columns in which nothing stands are passed over.
 */
public final class CsvRows {

  /** What a spreadsheet is told in a first line of its own. */
  private static final Pattern SEPARATOR = Pattern.compile("sep=[,;\\t]\\R");

  private final Set<String> columns;
  private final Set<String> ignored;
  private final int most;

  /**
   * @param columns that there may be, in small letters
   * @param ignored that there may be as well, whatever stands in them
   * @param most rows below the names
   */
  public CsvRows(Set<String> columns, Set<String> ignored, int most) {
    this.columns = Set.copyOf(columns);
    this.ignored = Set.copyOf(ignored);
    this.most = most;
  }

  /**
   * What stands in each row, by column; an empty cell is not there. An apostrophe that {@link
   * CsvTable} puts before what looks like a formula is taken away again.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public List<Map<String, String>> read(byte[] bytes) {
    var text = text(bytes);
    var hint = SEPARATOR.matcher(text);
    var table = hint.lookingAt() ? text.substring(hint.end()) : text;
    try (var parser = CSVParser.parse(table, format(table))) {
      var lines = parser.iterator();
      if (!lines.hasNext()) {
        throw new IllegalArgumentException("the names of the columns in the first line");
      }
      var names = names(lines.next());
      var rows = new ArrayList<Map<String, String>>();
      while (lines.hasNext()) {
        var row = row(names, lines.next());
        if (row.isEmpty()) {
          continue;
        }
        if (rows.size() == most) {
          throw tooManyOrNone();
        }
        rows.add(row);
      }
      if (rows.isEmpty()) {
        throw tooManyOrNone();
      }
      return rows;
    } catch (CSVException | UncheckedIOException broken) {
      throw new IllegalArgumentException("CSV whose quotation marks are closed", broken);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // it is read from memory
    }
  }

  private IllegalArgumentException tooManyOrNone() {
    return new IllegalArgumentException("1 to %d rows below the names".formatted(most));
  }

  private static String text(byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(CsvTable.MARK) ? text.substring(CsvTable.MARK.length()) : text;
    } catch (CharacterCodingException other) {
      throw new IllegalArgumentException("CSV in UTF-8", other);
    }
  }

  /** The names of our columns hold none of these, so whichever is there separates them. */
  private static CSVFormat format(String text) {
    var first = text.lines().findFirst().orElse("");
    var separator = first.contains(";") ? ';' : first.contains("\t") ? '\t' : ',';
    return CSVFormat.RFC4180.builder().setDelimiter(separator).setIgnoreEmptyLines(true).get();
  }

  private List<String> names(CSVRecord first) {
    var names = new ArrayList<String>();
    for (var cell : first) {
      var name = cell.strip().toLowerCase(Locale.ROOT);
      var isKnown = name.isEmpty() || columns.contains(name) || ignored.contains(name);
      if (!isKnown || !name.isEmpty() && names.contains(name)) {
        throw new IllegalArgumentException(
            "columns named %s, once each; not '%s'"
                .formatted(String.join(", ", columns.stream().sorted().toList()), shortened(name)));
      }
      names.add(name);
    }
    return names;
  }

  private static String shortened(String name) {
    return name.length() > 40 ? name.substring(0, 40) + "…" : name;
  }

  private Map<String, String> row(List<String> names, CSVRecord line) {
    if (line.size() != names.size()) {
      throw new IllegalArgumentException(
          "%d cells in row %d, as there are names"
              .formatted(names.size(), line.getRecordNumber() - 1));
    }
    var row = new LinkedHashMap<String, String>();
    for (var i = 0; i < names.size(); i++) {
      var name = names.get(i);
      var cell = line.get(i);
      if (name.isEmpty() && !cell.isBlank()) {
        throw new IllegalArgumentException("a name for column " + (i + 1));
      }
      if (columns.contains(name) && !cell.isEmpty()) {
        row.put(name, CsvTable.plain(cell));
      }
    }
    return row;
  }
}
