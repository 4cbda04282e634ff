package com.quittance.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** An OpenAPI document, with its references followed where something is asked of it. */
public final class Document {

  /** The published one. */
  public static final Path FILE = Path.of("../docs/openapi.yaml");

  static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

  /** What is at a place of the document. */
  public record Place(String pointer, JsonNode node) {}

  private final JsonNode root;
  private final List<Operation> operations;

  private Document(JsonNode root) {
    this.root = root;
    this.operations =
        root.path("paths").properties().stream()
            .flatMap(path -> operations(path.getKey(), path.getValue()))
            // A path that is written out goes before one with a variable in its place.
            .sorted(Comparator.comparing(operation -> operation.path().replace('{', '~')))
            .toList();
  }

  public static Document read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  public static Document parse(String yaml) {
    return of(new YAMLMapper().readTree(yaml));
  }

  static Document of(JsonNode root) {
    return new Document(root);
  }

  public JsonNode root() {
    return root;
  }

  public List<Operation> operations() {
    return operations;
  }

  public Optional<Operation> operation(String method, String path) {
    return operations.stream()
        .filter(operation -> operation.method().equals(method) && operation.isAt(path))
        .findFirst();
  }

  boolean hasPath(String path) {
    return operations.stream().anyMatch(operation -> operation.isAt(path));
  }

  private Stream<Operation> operations(String path, JsonNode item) {
    return item.properties().stream()
        .filter(member -> METHODS.contains(member.getKey()))
        .map(member -> operation(path, item, member.getKey(), member.getValue()));
  }

  private Operation operation(String path, JsonNode item, String method, JsonNode node) {
    var pointer = "/paths/" + escaped(path);
    var parameters = new ArrayList<Place>();
    addAll(parameters, pointer, item);
    pointer += "/" + method;
    addAll(parameters, pointer, node);
    return new Operation(
        this, method.toUpperCase(java.util.Locale.ROOT), path, pointer, node, parameters);
  }

  private void addAll(List<Place> parameters, String pointer, JsonNode of) {
    for (var i = 0; i < of.path("parameters").size(); i++) {
      parameters.add(at(pointer + "/parameters/" + i));
    }
  }

  /** What is there, behind any references. */
  public Place at(String pointer) {
    var node = root.at(pointer);
    var reference = node.path("$ref").asString("");
    return reference.isEmpty() ? new Place(pointer, node) : at(reference.substring(1));
  }

  @Nullable Place find(String pointer) {
    var place = at(pointer);
    return place.node().isMissingNode() ? null : place;
  }

  public static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
