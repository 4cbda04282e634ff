package com.quittance.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spreadsheet makes of a cell is what somebody wrote into it. */
class CsvTableTest {

  private static final List<Character> SEPARATORS = List.of(',', ';', '\t');
  private static final Pattern FORMULA = Pattern.compile("(?s)[\\s\\p{Z}\\p{C}\"]*[=+\\-@＝].*");

  private static String line(Object... cells) {
    var out = new StringWriter();
    new CsvTable(out, "head").row(cells);
    return out.toString().substring("\"head\"\r\n".length());
  }

  private static List<String> read(String line) throws IOException {
    try (var parser = CSVFormat.RFC4180.parse(new StringReader(line))) {
      var records = parser.getRecords();
      assertThat(records).hasSize(1);
      return records.getFirst().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "=cmd|' /C calc'!A0",
        "=HYPERLINK(\"http://127.0.0.1/?\"&A1,\"x\")",
        "=WEBSERVICE(\"http://127.0.0.1/\")",
        "=IMPORTXML(CONCAT(\"http://127.0.0.1/\",A1),\"//a\")",
        "+1+1",
        "+33 1 23 45 67 89",
        "-1+1",
        "-2+3+cmd|' /C calc'!A0",
        "-",
        "@SUM(1+1)",
        "@",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\r\n=1+1",
        "\u0000=1+1",
        "\u0000",
        "\ttext",
        "\rtext",
        "\ntext",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(1)",
        "−1",
        " =1+1",
        "\u00A0=1+1",
        "\u3000=1+1",
        "\u200B=1+1",
        "\uFEFF=1+1",
        "\u202E=1+1",
        "\u2028=1+1",
        "\u0085=1+1",
        "\"=1+1",
        "\"\"=1+1",
        "'=1+1",
        "'\"=1+1",
        "\u001B=1+1",
        "﹣1",
        "﹢1",
      })
  void aFormulaStaysText(String text) throws IOException {
    var cells = read(line(text, "b"));
    assertThat(cells.getFirst()).startsWith("'");
    assertThat(CsvTable.plain(cells.getFirst())).isEqualTo(text);
  }

  /** A spreadsheet in French separates by semicolons, and is handed a table with commas. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;=1+1;b",
        ";=1",
        "a;\"=1",
        "a; =1",
        "a;'=1;=2",
        "a\t=1",
        "a\t\"\" @SUM(1)",
        "a\n=1+1",
        "a\r\n=1+1",
        "a\n\n;\t=1",
        "a;;-1",
      })
  void norIsItAFormulaWhereCellsAreSeparatedOtherwise(String text) throws IOException {
    for (var separator : SEPARATORS) {
      for (var written : List.of(line(text, "b"), line("b", text), line(5, text))) {
        assertThat(cells(written, separator)).noneMatch(FORMULA.asMatchPredicate());
      }
    }
    var unsafe = line("b", text).replace("'", "");
    assertThat(SEPARATORS)
        .as("what this test would notice")
        .anyMatch(
            separator -> cells(unsafe, separator).stream().anyMatch(FORMULA.asMatchPredicate()));
    assertThat(CsvTable.plain(CsvTable.text(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a=b", "a\"b", "a,b", "a\nb", "a;b=1", "a, =b", "1-2", "é＝", "\\", "x'y"})
  void otherTextIsAsItWas(String text) throws IOException {
    assertThat(read(line(text, "b"))).containsExactly(text, "b");
  }

  @Test
  void numbersStayNumbers() {
    assertThat(line(-5, 1_180_000L, new BigDecimal("-2.50"), "5", null))
        .isEqualTo("-5,1180000,-2.50,\"5\",\r\n");
  }

  @Test
  void whateverIsWrittenIsReadBack() throws IOException {
    for (var seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder();
      for (var length = random.nextInt(12); length > 0; length--) {
        text.append("=+-@\"',;\r\n\t ab\u0000＝".charAt(random.nextInt(16)));
      }
      var written = line("a", text.toString(), "b");
      var what = "seed " + seed;
      assertThat(CsvTable.plain(read(written).get(1))).as(what).isEqualTo(text.toString());
      for (var separator : SEPARATORS) {
        assertThat(cells(written, separator)).as(what).noneMatch(FORMULA.asMatchPredicate());
      }
    }
  }

  /** As a spreadsheet reads it that was told of another separator: whatever it can make of it. */
  private static List<String> cells(String written, char separator) {
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    var quoted = false;
    for (var i = 0; i < written.length(); i++) {
      var c = written.charAt(i);
      if (quoted && written.startsWith("\"\"", i)) {
        cell.append(c);
        i++;
      } else if (c == '"' && (quoted || cell.isEmpty())) {
        quoted = !quoted;
      } else if (!quoted && (c == separator || c == '\r' || c == '\n')) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
