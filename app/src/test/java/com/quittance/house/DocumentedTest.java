package com.quittance.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
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

/** relay and the client are libraries: what others can use says what it is for. */
class DocumentedTest {

  @Test
  void everyPublicTypeOfRelayHasJavadoc() throws IOException {
    var sources = sources("../relay/src/main/java");
    assertThat(sources).hasSizeGreaterThan(80);
    assertThat(undocumented(sources)).filteredOn(name -> !name.endsWith("()")).isEmpty();
  }

  @Test
  void everyPublicTypeAndMethodOfTheClientHasJavadoc() throws IOException {
    var sources = sources("../client/src/main/java");
    assertThat(sources).hasSizeGreaterThan(30);
    assertThat(undocumented(sources)).isEmpty();
  }

  private static List<Path> sources(String folder) throws IOException {
    try (var files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  @Test
  void whatIsPublicWithoutJavadocIsNoticed(@TempDir Path folder) throws IOException {
    var source =
        Files.writeString(
            folder.resolve("A.java"),
            "/** Of use. */ public class A { public enum B { C } /** So. */ public record D() {}"
                + " public void e() {} @Override public String toString() { return null; } }");

    assertThat(undocumented(List.of(source))).containsExactly("B", "e()");
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

          @Override
          public Void visitMethod(MethodTree method, Void nothing) {
            var modifiers = method.getModifiers();
            if (modifiers.getFlags().contains(Modifier.PUBLIC)
                && modifiers.getAnnotations().isEmpty()
                && docs.getDocCommentTree(getCurrentPath()) == null) {
              names.add(method.getName() + "()");
            }
            return super.visitMethod(method, nothing);
          }
        }.scan(unit, null);
      }
    }
    return names;
  }
}
