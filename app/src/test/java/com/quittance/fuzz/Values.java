package com.quittance.fuzz;

import com.github.curiousoddman.rgxgen.RgxGen;
import com.quittance.openapi.Document;
import com.quittance.openapi.Document.Place;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Values that the document allows, those at its bounds among them. */
final class Values {

  /** What is in what the document leaves open. */
  private static final Map<String, String> OPEN =
      Map.of("invoices", "/components/schemas/NewInvoice");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Map<String, RgxGen> PATTERNS = new ConcurrentHashMap<>();

  private final Document document;
  private final Ground ground;
  private final Random random;

  Values(Document document, Ground ground, Random random) {
    this.document = document;
    this.ground = ground;
    this.random = random;
  }

  /**
   * @param name of the member or parameter, which may tell more than its schema
   * @param pointer to the schema
   */
  JsonNode of(String name, String pointer) {
    var schema = document.at(pointer);
    var node = schema.node();
    if (node.isEmpty()) {
      return of(name, open(name, pointer));
    }
    if (node.has("oneOf")) {
      return of(name, schema.pointer() + "/oneOf/" + random.nextInt(node.path("oneOf").size()));
    }
    if (node.has("const")) {
      return node.path("const");
    }
    var types = node.path("type");
    if (types.isArray() && random.nextInt(6) == 0 || types.asString("").equals("null")) {
      return JSON.nullNode();
    }
    if (node.has("enum")) {
      return node.path("enum").path(random.nextInt(node.path("enum").size()));
    }
    return switch (types.isArray() ? types.path(0).asString() : types.asString("")) {
      case "object" -> object(schema);
      case "array" -> array(name, schema);
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "integer" -> JSON.numberNode(integer(node));
      case "number" -> JSON.numberNode(integer(node) + random.nextInt(100) / 100d);
      case "string" -> JSON.stringNode(string(name, node));
      default -> throw new AssertionError("no idea of a value for " + schema);
    };
  }

  private static String open(String name, String pointer) {
    var known = OPEN.get(name);
    if (known == null) {
      throw new AssertionError(pointer + " is open: say in Values what it takes");
    }
    return known;
  }

  private JsonNode object(Place schema) {
    var object = JSON.objectNode();
    var required =
        schema
            .node()
            .path("required")
            .valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.toSet());
    var all = random.nextInt(4) == 0;
    for (var name : schema.node().path("properties").propertyNames()) {
      if (all || required.contains(name) || random.nextInt(3) == 0) {
        object.set(name, of(name, schema.pointer() + "/properties/" + Document.escaped(name)));
      }
    }
    return object;
  }

  private JsonNode array(String name, Place schema) {
    var array = JSON.arrayNode();
    var least = schema.node().path("minItems").asInt(0);
    var most = schema.node().path("maxItems").asInt(5);
    var size = random.nextInt(200) == 0 ? most : Math.min(most, least + random.nextInt(3));
    for (var n = 0; n < size; n++) {
      array.add(of(name, schema.pointer() + "/items"));
    }
    return array;
  }

  /** Small as a rule: a sum of large ones is refused. */
  private long integer(JsonNode schema) {
    var least = schema.path("minimum").asLong(schema.path("exclusiveMinimum").asLong(0) + 1);
    var most = schema.path("maximum").asLong(schema.path("exclusiveMaximum").asLong(1_000) - 1);
    return switch (random.nextInt(20)) {
      case 0 -> most;
      case 1 -> least + (most - least >> random.nextInt(50));
      case 2, 3, 4 -> least;
      default -> Math.min(most, least + random.nextInt(50));
    };
  }

  private String string(String name, JsonNode schema) {
    var known = ground.text(name, random);
    if (known != null) {
      return known;
    }
    if (schema.has("pattern")) {
      return PATTERNS
          .computeIfAbsent(schema.path("pattern").asString(), RgxGen::parse)
          .generate(random);
    }
    return switch (schema.path("format").asString("")) {
      case "uuid" ->
          new java.util.UUID(
                  random.nextLong() & ~0xf000L | 0x7000L, random.nextLong() >>> 2 | 1L << 63)
              .toString();
      case "date" -> LocalDate.of(2026, 3, 2).plusDays(random.nextInt(3_000)).toString();
      case "" -> text(schema);
      default -> throw new AssertionError("no idea of a text like " + schema);
    };
  }

  private String text(JsonNode schema) {
    var least = schema.path("minLength").asInt(1);
    var most = schema.path("maxLength").asInt(40);
    var length =
        switch (random.nextInt(20)) {
          case 0 -> most;
          case 1, 2 -> least;
          default -> Math.min(most, least + random.nextInt(30));
        };
    var text = new StringBuilder();
    while (text.codePointCount(0, text.length()) < length) {
      var inside = text.length() > 0 && text.codePointCount(0, text.length()) < length - 1;
      text.appendCodePoint(letter(inside));
    }
    return text.toString();
  }

  private int letter(boolean inside) {
    return switch (random.nextInt(12)) {
      case 0 -> inside ? ' ' : 'é';
      case 1 -> 0xC0 + random.nextInt(0x17);
      case 2 -> 0x391 + random.nextInt(0x10);
      case 3 -> 0x4E00 + random.nextInt(0x1000);
      case 4 -> 0x1F600 + random.nextInt(0x40);
      case 5 -> "'\"<>&;%$@,.-".codePointAt(random.nextInt(12));
      default -> 'a' + random.nextInt(26);
    };
  }
}
