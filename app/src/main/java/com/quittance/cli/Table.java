package com.quittance.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as what is in them. */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();
  private String indent = "";

  Table(String... heads) {
    rows.add(List.of(heads));
  }

  Table indented(int by) {
    indent = " ".repeat(by);
    return this;
  }

  Table row(Object... cells) {
    var row = new ArrayList<String>();
    for (var cell : cells) {
      row.add(text(cell));
    }
    rows.add(row);
    return this;
  }

  private static String text(Object cell) {
    return switch (cell) {
      case Instant at -> at.truncatedTo(ChronoUnit.SECONDS).toString();
      default -> String.valueOf(cell).replaceAll("\\s+", " ");
    };
  }

  void print(PrintWriter out, String whenEmpty) {
    if (rows.size() == 1) {
      out.println(indent + whenEmpty);
      return;
    }
    for (var row : rows) {
      var line = new StringBuilder(indent);
      for (var column = 0; column < row.size(); column++) {
        var cell = row.get(column);
        line.append(cell);
        if (column < row.size() - 1) {
          line.repeat(" ", width(column) - cell.length() + 2);
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
