package com.quittance.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What has been released keeps its word. */
class CompatibilityTest {

  /** The document as it was last released. */
  private static final Path RELEASED = Path.of("../docs/openapi-baseline.yaml");

  private static final String CLIENTS = "/paths/~1api~1v1~1clients";
  private static final String SCHEMAS = "/components/schemas/";

  /** A release, or a break that is wanted: {@code -Dopenapi.release=true} writes it anew. */
  @Test
  void nothingThatWasReleasedIsBroken() throws IOException {
    if (Boolean.getBoolean("openapi.release")) {
      Files.copy(Document.FILE, RELEASED, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(Compatibility.broken(Document.read(RELEASED), Document.read(Document.FILE)))
        .as("docs/openapi.yaml against docs/openapi-baseline.yaml; see CONTRIBUTING.md")
        .isEmpty();
  }

  static Stream<Arguments> breaksOfAnswers() {
    return Stream.of(
        breaks("a path", d -> object(d, "/paths").remove("/api/v1/clients/{id}"), "removed"),
        breaks("a method", d -> object(d, CLIENTS).remove("post"), "removed"),
        breaks(
            "an ability",
            d -> object(d, CLIENTS + "/get").put("x-needs", "clients:write"),
            "needs clients:write"),
        breaks(
            "a status",
            d -> object(d, CLIENTS + "/post/responses").remove("409"),
            "answer 409 removed"),
        breaks(
            "another status",
            d -> {
              var responses = object(d, CLIENTS + "/post/responses");
              responses.set("200", responses.remove("201"));
            },
            "answer 201 removed"),
        breaks(
            "a media type",
            d -> {
              var content = object(d, CLIENTS + "/get/responses/200/content");
              content.set("application/xml", content.remove("application/json"));
            },
            "application/json removed"),
        breaks(
            "a header",
            d -> object(d, CLIENTS + "/post/responses/201/headers").remove("Location"),
            "header Location removed"));
  }

  static Stream<Arguments> breaksOfMembers() {
    return Stream.of(
        breaks(
            "a member of an answer",
            d -> object(d, SCHEMAS + "Client/properties").remove("tax_id"),
            ".tax_id: removed"),
        breaks(
            "a member deep inside",
            d -> object(d, SCHEMAS + "Line/properties").remove("net"),
            "lines[].net: removed"),
        breaks(
            "a member that may be missing now",
            d -> remove(array(d, SCHEMAS + "Client/required"), "email"),
            ".email: may be missing"),
        breaks(
            "a member that may be null now",
            d ->
                object(d, SCHEMAS + "Invoice/properties/number")
                    .putArray("type")
                    .add("string")
                    .add("null"),
            ".number: type"),
        breaks(
            "a member of another type",
            d -> object(d, SCHEMAS + "Amount").put("type", "string"),
            "type [string]"),
        breaks(
            "an answer that may be larger",
            d -> object(d, SCHEMAS + "Amount").put("minimum", -1),
            "minimum -1 instead of 0"),
        breaks(
            "an id that is none",
            d -> object(d, SCHEMAS + "Client/properties/id").remove("format"),
            "format"));
  }

  static Stream<Arguments> breaksOfRequests() {
    return Stream.of(
        breaks(
            "a member of a request",
            d -> object(d, SCHEMAS + "NewClient/properties").remove("tax_id"),
            "body.tax_id: removed"),
        breaks(
            "a member that is newly required",
            d -> array(d, SCHEMAS + "NewClient/required").add("locale"),
            "body.locale: newly required"),
        breaks(
            "a new member that is required",
            d -> {
              object(d, SCHEMAS + "NewInvoice/properties").putObject("series");
              array(d, SCHEMAS + "NewInvoice/required").add("series");
            },
            "body.series: newly required"),
        breaks(
            "a narrower type",
            d -> object(d, SCHEMAS + "NewClient/properties/address").put("type", "string"),
            "body.address: type"),
        breaks(
            "a narrower enumeration",
            d -> remove(array(d, SCHEMAS + "NewPayment/properties/gateway/enum"), "manual"),
            "values [\"manual\"] removed"),
        breaks(
            "a new enumeration",
            d -> object(d, SCHEMAS + "NewClient/properties/tax_id").putArray("enum").add("x"),
            "values not listed removed"));
  }

  static Stream<Arguments> breaksOfBounds() {
    return Stream.of(
        breaks(
            "a shorter text",
            d -> object(d, SCHEMAS + "NewClient/properties/name").put("maxLength", 199),
            "maxLength 199 instead of 200"),
        breaks(
            "a new bound",
            d -> object(d, SCHEMAS + "NewToken/properties/name").put("pattern", "^[a-z]+$"),
            "pattern"),
        breaks(
            "fewer lines",
            d -> object(d, SCHEMAS + "NewInvoice/properties/lines").put("maxItems", 100),
            "maxItems 100"),
        breaks(
            "an alternative",
            d -> array(d, SCHEMAS + "NewLine/properties/quantity/oneOf").remove(1),
            "quantity: alternative taken no longer"),
        breaks(
            "a parameter",
            d -> array(d, CLIENTS + "/get/parameters").remove(1),
            "parameter query cursor removed"),
        breaks(
            "a parameter that is newly required",
            d -> object(d, "/components/parameters/Limit").put("required", true),
            "parameter query limit newly required"),
        breaks(
            "a narrower parameter",
            d -> object(d, "/components/parameters/Limit/schema").put("maximum", 50),
            "maximum 50 instead of 100"),
        breaks(
            "a body that is newly required",
            d -> object(d, CLIENTS + "/get").putObject("requestBody").put("required", true),
            "body newly required"),
        breaks(
            "other members refused",
            d -> object(d, SCHEMAS + "AnyObject").put("additionalProperties", false),
            "takes no other members"));
  }

  private static Arguments breaks(String name, Consumer<JsonNode> change, String told) {
    return Arguments.of(Named.of(name, change), told);
  }

  @ParameterizedTest
  @MethodSource({"breaksOfAnswers", "breaksOfMembers", "breaksOfRequests", "breaksOfBounds"})
  void aBreakIsFound(Consumer<JsonNode> change, String told) {
    assertThat(Compatibility.broken(Document.read(Document.FILE), changed(change)).toString())
        .contains(told);
  }

  @Test
  void whatOnlyAddsBreaksNothing() {
    var grown =
        changed(
            d -> {
              object(d, "/paths").putObject("/api/v1/quotes").putObject("get");
              object(d, SCHEMAS + "Client/properties").putObject("phone").put("type", "string");
              object(d, SCHEMAS + "NewClient/properties").putObject("phone").put("type", "string");
              object(d, SCHEMAS + "NewClient/properties/name").put("maxLength", 300);
              array(d, SCHEMAS + "NewPayment/properties/gateway/enum").add("wave");
              array(d, SCHEMAS + "Payment/properties/gateway/enum").add("wave");
              array(d, SCHEMAS + "NewLine/properties/quantity/oneOf")
                  .addObject()
                  .put("type", "null");
              array(d, SCHEMAS + "ProblemType/enum").add("/problems/new");
              object(d, "/components/parameters/Limit/schema").put("maximum", 200);
              object(d, CLIENTS + "/get/responses").putObject("451").put("description", "Shut");
              array(d, CLIENTS + "/get/parameters")
                  .addObject()
                  .put("name", "sort")
                  .put("in", "query");
              remove(array(d, SCHEMAS + "NewClient/required"), "email");
              array(d, SCHEMAS + "Token/required").add("token");
            });
    assertThat(Compatibility.broken(Document.read(Document.FILE), grown)).isEmpty();
  }

  private static Document changed(Consumer<JsonNode> change) {
    var root = Document.read(Document.FILE).root().deepCopy();
    change.accept(root);
    return Document.of(root);
  }

  private static ObjectNode object(JsonNode document, String pointer) {
    return (ObjectNode) document.at(pointer);
  }

  private static ArrayNode array(JsonNode document, String pointer) {
    return (ArrayNode) document.at(pointer);
  }

  private static void remove(ArrayNode list, String value) {
    for (var i = list.size() - 1; i >= 0; i--) {
      if (list.get(i).asString().equals(value)) {
        list.remove(i);
      }
    }
  }
}
