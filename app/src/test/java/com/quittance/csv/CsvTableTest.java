package com.quittance.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spreadsheet makes of a cell is what somebody wrote into it. */
class CsvTableTest {

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
    assertThat(read(line(text, "b"))).containsExactly("'" + text, "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a", "a=b", "a\"b", "a,b", "a\nb", "a\r\n=b", "1-2", "é＝", ";=1", "a\t=b", "\\", "x'y"
      })
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
      var cell = read(line("a", text.toString(), "b")).get(1);
      assertThat(cell).as("seed %d", seed).isIn(text.toString(), "'" + text);
      assertThat(cell).as("seed %d", seed).doesNotMatch("(?s)[=+\\-@\\t\\r\\n\\x00＝].*");
    }
  }
}
