package com.quittance.openapi;

import com.quittance.openapi.Document.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One thing that the document says can be asked.
 *
 * @param parameters those of the path among them
 */
public record Operation(
    Document document,
    String method,
    String path,
    String pointer,
    JsonNode node,
    List<Place> parameters) {

  public String id() {
    return node.path("operationId").asString("");
  }

  /** As a route tells it. */
  public String needs() {
    return node.path("x-needs").asString("");
  }

  public boolean isOpen() {
    var security = node.path("security");
    return security.isArray() && security.isEmpty();
  }

  boolean isAt(String given) {
    return pattern().matcher(given).matches();
  }

  Pattern pattern() {
    return Pattern.compile(path.replace(".", "\\.").replaceAll("\\{\\w+}", "([^/]+)"));
  }

  public List<String> pathVariables() {
    return Pattern.compile("\\{(\\w+)}").matcher(path).results().map(v -> v.group(1)).toList();
  }

  /** Of each thing in the path, in order: the path before its id, without other ids. */
  public List<String> kinds() {
    var kinds = new ArrayList<String>();
    var kind = new ArrayList<String>();
    for (var segment : path.replaceFirst("^/api/v1/", "").split("/")) {
      if (segment.startsWith("{")) {
        kinds.add(String.join("/", kind));
      } else {
        kind.add(segment);
      }
    }
    return kinds;
  }

  public List<Place> parameters(String in) {
    return parameters.stream().filter(p -> p.node().path("in").asString("").equals(in)).toList();
  }

  /** The body of this media type that is taken; null when it is not. */
  public @Nullable Place body(String mediaType) {
    return document.find(pointer + "/requestBody/content/" + Document.escaped(mediaType));
  }

  public Set<String> statuses() {
    return node.path("responses").properties().stream()
        .map(response -> response.getKey())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Nullable Place response(int status) {
    return document.find(pointer + "/responses/" + status);
  }

  /** The problems that may be answered, as their types are written. */
  Set<String> problems(int status) {
    var response = response(status);
    if (response == null) {
      return Set.of();
    }
    var types =
        document
            .at(response.pointer() + "/content/application~1problem+json/schema")
            .node()
            .path("allOf")
            .path(1)
            .at("/properties/type/enum");
    return types.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
