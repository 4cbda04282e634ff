package com.quittance.openapi;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.quittance.openapi.Document.Place;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds values against the schemas of a document. Callers are told to pass over members that they
 * do not know; here an object has no others than the document says.
 */
final class Schemas {

  private static final String ID = "https://quittance.example/openapi";

  private final SchemaRegistry registry;
  private final Map<String, Schema> known = new ConcurrentHashMap<>();

  Schemas(Document document) {
    var closed = document.root().deepCopy();
    close(closed);
    this.registry =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi31(),
            builder ->
                builder
                    .schemas(Map.of(ID, closed.toString()))
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("type").asString("").equals("object")
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("unevaluatedProperties", false);
    }
    node.forEach(Schemas::close);
  }

  /** What is wrong with the value; empty when nothing is. */
  List<String> complaints(Place schema, JsonNode value) {
    return complaints(schema.pointer(), value);
  }

  List<String> complaints(String pointer, JsonNode value) {
    var schema =
        known.computeIfAbsent(
            pointer, p -> registry.getSchema(SchemaLocation.of(ID + "#" + fragment(p))));
    return schema.validate(value).stream().map(error -> error.toString()).toList();
  }

  /** A fragment of an address: braces of paths may not stand in it as they are. */
  private static String fragment(String pointer) {
    return pointer.replace("{", "%7B").replace("}", "%7D");
  }
}
