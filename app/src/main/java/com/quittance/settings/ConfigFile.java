package com.quittance.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * What application.yml says below {@code quittance}, as written: values stay text, so that 08 or no
 * are not turned into something else before they are checked.
 *
 * @param entries from the whole key, such as {@code quittance.smtp.host}
 * @param problems what cannot be read
 */
record ConfigFile(Map<String, Entry> entries, List<String> problems) {

  record Entry(String text, String where) {}

  static ConfigFile none() {
    return new ConfigFile(Map.of(), List.of());
  }

  static ConfigFile read(Path file) {
    var result = new ConfigFile(new LinkedHashMap<>(), new ArrayList<>());
    try {
      var root =
          new Yaml(new SafeConstructor(new LoaderOptions())).compose(Files.newBufferedReader(file));
      if (root instanceof MappingNode mapping) {
        result.addAll(file, "", mapping);
      } else if (root != null) {
        result.problems.add(
            "%s holds no settings: expected lines such as quittance.port: 8080.".formatted(file));
      }
    } catch (NoSuchFileException e) {
      result.problems.add(
          "%s does not exist: correct --config or QUITTANCE_CONFIG.".formatted(file));
    } catch (MarkedYAMLException e) {
      var line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      result.problems.add("%s, line %d, is not YAML: %s.".formatted(file, line, e.getProblem()));
    } catch (IOException | UncheckedIOException | YAMLException e) {
      var why =
          e.getCause() instanceof MalformedInputException || e instanceof MalformedInputException
              ? "it is not UTF-8"
              : e.getMessage();
      result.problems.add("%s cannot be read: %s.".formatted(file, why));
    }
    return result;
  }

  private void addAll(Path file, String prefix, MappingNode mapping) {
    for (var tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        add(file, prefix + key.getValue(), tuple.getValueNode());
      }
    }
  }

  private void add(Path file, String key, Node value) {
    if (!key.equals("quittance") && !key.startsWith("quittance.")) {
      return;
    }
    var where = "in %s, line %d".formatted(file, value.getStartMark().getLine() + 1);
    switch (value) {
      case MappingNode inner -> addAll(file, key + ".", inner);
      case ScalarNode scalar -> {
        var before = entries.put(key, new Entry(scalar.getValue(), where));
        if (before != null) {
          problems.add(
              "%s is given twice, %s and %s: keep one.".formatted(key, before.where(), where));
        }
      }
      default -> problems.add("%s, %s, is a list: give one value.".formatted(key, where));
    }
  }
}
