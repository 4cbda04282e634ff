package com.quittance.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes, and words that have no place in a source; the limits may only fall. */
class TidyTest {

  private static final int MAX_METHOD_LINES = 60;
  private static final int MAX_FILE_LINES = 400;
  private static final List<String> ROOMS =
      List.of("relay", "postgres", "examples", "client", "app", "bench");

  /** Assembled, so that this file does not ban itself. */
  private static final Pattern BANNED =
      Pattern.compile("TO" + "DO|FIX" + "ME|XX" + "X|Thread\\.sle" + "ep");

  @Test
  void theHouseIsTidy() throws IOException {
    var sources = new ArrayList<Path>();
    for (var room : ROOMS) {
      sources.addAll(sources(Path.of("..", room, "src")));
    }
    assertThat(sources).hasSizeGreaterThan(50);
    assertThat(complaints(sources)).isEmpty();
  }

  @Test
  void aLongMethodIsNoticed(@TempDir Path folder) throws IOException {
    var body = "    int x;\n".repeat(MAX_METHOD_LINES);
    assertThat(complaints(List.of(write(folder, "class A {\n  void a() {\n" + body + "  }\n}\n"))))
        .singleElement()
        .asString()
        .contains("A.java", "a()", "62 lines");
  }

  @Test
  void aLongFileIsNoticed(@TempDir Path folder) throws IOException {
    assertThat(
            complaints(List.of(write(folder, "class A {\n" + "\n".repeat(MAX_FILE_LINES) + "}\n"))))
        .singleElement()
        .asString()
        .contains("402 lines");
  }

  @Test
  void aBannedWordIsNoticed(@TempDir Path folder) throws IOException {
    assertThat(complaints(List.of(write(folder, "class A {} // TO" + "DO later\n"))))
        .singleElement()
        .asString()
        .contains("TO" + "DO");
  }

  private static Path write(Path folder, String source) throws IOException {
    return Files.writeString(folder.resolve("A.java"), source);
  }

  private static List<Path> sources(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static List<String> complaints(List<Path> sources) throws IOException {
    var complaints = new ArrayList<String>();
    for (var source : sources) {
      var lines = Files.readAllLines(source);
      if (lines.size() > MAX_FILE_LINES) {
        complaints.add("%s has %d lines".formatted(source, lines.size()));
      }
      for (var line : lines) {
        var banned = BANNED.matcher(line);
        if (banned.find()) {
          complaints.add("%s says %s".formatted(source, banned.group()));
        }
      }
    }
    complaints.addAll(longMethods(sources));
    return complaints;
  }

  private static List<String> longMethods(List<Path> sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var complaints = new ArrayList<String>();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, _ -> {}, null, null, files.getJavaFileObjectsFromPaths(sources));
      var trees = Trees.instance(task);
      for (var unit : task.parse()) {
        new LongMethods(unit, trees, complaints).scan(unit, null);
      }
    }
    return complaints;
  }

  private static final class LongMethods extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final Trees trees;
    private final List<String> complaints;

    LongMethods(CompilationUnitTree unit, Trees trees, List<String> complaints) {
      this.unit = unit;
      this.trees = trees;
      this.complaints = complaints;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      var positions = trees.getSourcePositions();
      var lines = unit.getLineMap();
      var first = lines.getLineNumber(positions.getStartPosition(unit, method));
      var end = positions.getEndPosition(unit, method);
      if (end > 0 && lines.getLineNumber(end) - first + 1 > MAX_METHOD_LINES) {
        complaints.add(
            "%s: %s() has %d lines"
                .formatted(
                    unit.getSourceFile().getName(),
                    method.getName(),
                    lines.getLineNumber(end) - first + 1));
      }
      return super.visitMethod(method, nothing);
    }
  }
}
