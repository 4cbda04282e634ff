package com.quittance.client;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.openapi.Document;
import com.quittance.openapi.Document.Place;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The client's records and the document of the API say the same. */
class ClientRecordsTest {

  private static final Document DOCUMENT = Document.read(Document.FILE);

  private static final Set<Class<?>> ANSWERS =
      Set.of(
          BulkResult.class,
          Client.class,
          Draft.class,
          Event.class,
          Invoice.class,
          Payment.class,
          Problem.class,
          Refund.class,
          WebhookEndpoint.class);

  /** They leave out what is of no use, and nothing that is required. */
  private static final Map<Class<?>, String> REQUESTS =
      Map.ofEntries(
          entry(ClientChange.class, "ClientChange"),
          entry(DraftChange.class, "DraftChange"),
          entry(NewClient.class, "NewClient"),
          entry(NewInvoice.class, "NewInvoice"),
          entry(NewLine.class, "NewLine"),
          entry(NewPayment.class, "NewPayment"),
          entry(NewRefund.class, "NewRefund"),
          entry(NewWebhookEndpoint.class, "NewWebhookEndpoint"));

  /** In no document: what holds others, what the client does, what a webhook carries. */
  private static final Set<Class<?>> OTHERS =
      Set.of(Page.class, Tagged.class, Retries.class, WebhookEvent.class);

  private static Place schema(String name) {
    return DOCUMENT.at("/components/schemas/" + name);
  }

  @Test
  void answersHaveEveryMemberOfTheDocument() {
    for (var record : ANSWERS) {
      var schema = schema(record.getSimpleName());
      assertThat(complaints(record, schema, properties(schema))).isEmpty();
    }
  }

  @Test
  void requestsHaveNoOthersThanTheDocumentAndWhatItRequires() {
    REQUESTS.forEach(
        (record, name) ->
            assertThat(complaints(record, schema(name), required(schema(name)))).isEmpty());
  }

  @Test
  void noRecordIsForgotten() {
    var records =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("com.quittance.client")
                .stream()
                .filter(JavaClass::isRecord)
                .<Class<?>>map(JavaClass::reflect)
                .filter(type -> type.isRecord() && type.getEnclosingClass() == null)
                .filter(type -> java.lang.reflect.Modifier.isPublic(type.getModifiers()));
    assertThat(records)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ANSWERS, REQUESTS.keySet(), OTHERS).<Class<?>>flatMap(Set::stream).toList());
  }

  /** A second one of these could do harm: their answers are not kept. */
  @Test
  void whatIsNotKeptIsKnown() {
    for (var operation : DOCUMENT.operations()) {
      if (operation.method().equals("POST") && operation.path().startsWith("/api/")) {
        var kept =
            operation.parameters("header").stream()
                .anyMatch(
                    header -> header.node().path("name").asString().equals("Idempotency-Key"));
        assertThat(Call.isKept(operation.path())).as(operation.path()).isEqualTo(kept);
      }
    }
  }

  private record Stale(UUID id, String nmae, long email, String address, Instant createdAt) {}

  @Test
  void aRecordThatIsStaleIsNoticed() {
    assertThat(complaints(Stale.class, schema("Client"), Set.of("id", "locale")))
        .containsExactlyInAnyOrder(
            "Stale has no locale",
            "Stale.nmae is not in the document",
            "Stale.email is a long, not {\"type\":\"string\"}",
            "Stale.address may be null");
  }

  private static List<String> complaints(Class<?> record, Place schema, Set<String> needed) {
    var complaints = new ArrayList<String>();
    var missing = new TreeSet<>(needed);
    for (var component : record.getRecordComponents()) {
      var name = snake(component.getName());
      var where = record.getSimpleName() + "." + component.getName();
      var property = DOCUMENT.at(schema.pointer() + "/properties/" + name);
      missing.remove(name);
      if (property.node().isMissingNode()) {
        complaints.add(where + " is not in the document");
      } else if (mayBeNull(property) && !isNullable(component) && isAnswer(schema)) {
        complaints.add(where + " may be null");
      } else {
        complaints.addAll(complaints(where, component.getGenericType(), property));
      }
    }
    missing.forEach(name -> complaints.add(record.getSimpleName() + " has no " + name));
    return complaints;
  }

  private static List<String> complaints(String where, Type type, Place schema) {
    if (type instanceof ParameterizedType of && of.getRawType() == Optional.class) {
      return complaints(where, of.getActualTypeArguments()[0], schema);
    }
    if (type instanceof ParameterizedType of && types(schema).contains("array")) {
      var items = DOCUMENT.at(schema.pointer() + "/items");
      return complaints(where, of.getActualTypeArguments()[0], items);
    }
    var raw = (Class<?>) type;
    if (raw.isRecord()) {
      var needed = isAnswer(schema) ? properties(schema) : required(schema);
      return complaints(raw, schema, needed);
    }
    return fits(raw, schema)
        ? List.of()
        : List.of("%s is a %s, not %s".formatted(where, raw.getSimpleName(), schema.node()));
  }

  private static boolean fits(Class<?> type, Place schema) {
    var types = types(schema);
    var format = schema.node().path("format").asString("");
    if (type.isEnum()) {
      var known = new TreeSet<String>();
      schema.node().path("enum").forEach(value -> known.add(value.asString()));
      return Arrays.stream(type.getEnumConstants())
          .map(value -> value.toString().toLowerCase(Locale.ROOT))
          .filter(value -> !value.equals("unknown"))
          .collect(Collectors.toSet())
          .equals(known);
    }
    return switch (type.getSimpleName()) {
      case "String" -> types.contains("string");
      case "UUID" -> format.equals("uuid");
      case "Instant" -> format.equals("date-time");
      case "LocalDate" -> format.equals("date");
      case "BigDecimal" -> types.contains("number") || schema.node().has("pattern");
      case "long", "Long", "int", "Integer" -> types.contains("integer");
      case "boolean" -> types.contains("boolean");
      case "JsonNode" -> types.contains("object");
      default -> false;
    };
  }

  private static Set<String> types(Place schema) {
    var node = schema.node();
    var alternatives = node.path("oneOf").valueStream().map(one -> one.path("type"));
    return Stream.concat(Stream.of(node.path("type")), alternatives)
        .flatMap(type -> type.isArray() ? type.valueStream() : Stream.of(type))
        .map(type -> type.asString(""))
        .collect(Collectors.toSet());
  }

  private static boolean mayBeNull(Place property) {
    var parent = property.pointer().replaceFirst("/properties/[^/]+$", "");
    var name = property.pointer().substring(property.pointer().lastIndexOf('/') + 1);
    return types(property).contains("null")
        || !parent.equals(property.pointer()) && !required(DOCUMENT.at(parent)).contains(name);
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** Requests are closed. */
  private static boolean isAnswer(Place schema) {
    return !schema.node().has("additionalProperties");
  }

  private static Set<String> properties(Place schema) {
    return Set.copyOf(schema.node().path("properties").propertyNames());
  }

  private static Set<String> required(Place schema) {
    return schema
        .node()
        .path("required")
        .valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.toSet());
  }

  private static String snake(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
