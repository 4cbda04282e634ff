package com.quittance.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** relay is a library: what others can use says what it is for. */
class DocumentedTest {

  @Test
  void everyPublicTypeOfRelayHasJavadoc() throws IOException {
    try (var files = Files.walk(Path.of("../relay/src/main/java"))) {
      var sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).hasSizeGreaterThan(80);
      assertThat(undocumented(sources)).isEmpty();
    }
  }

  @Test
  void aPublicTypeWithoutJavadocIsNoticed(@TempDir Path folder) throws IOException {
    var source =
        Files.writeString(
            folder.resolve("A.java"),
            "/** Of use. */ public class A { public enum B { C } /** So. */ public record D() {} }");

    assertThat(undocumented(List.of(source))).containsExactly("B");
  }

  private static List<String> undocumented(List<Path> sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var names = new ArrayList<String>();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, _ -> {}, null, null, files.getJavaFileObjectsFromPaths(sources));
      var docs = DocTrees.instance(task);
      for (var unit : task.parse()) {
        new TreePathScanner<Void, Void>() {
          @Override
          public Void visitClass(ClassTree type, Void nothing) {
            if (type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                && docs.getDocCommentTree(getCurrentPath()) == null) {
              names.add(type.getSimpleName().toString());
            }
            return super.visitClass(type, nothing);
          }
        }.scan(unit, null);
      }
    }
    return names;
  }
}
