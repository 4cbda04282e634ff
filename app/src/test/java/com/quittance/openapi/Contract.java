package com.quittance.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.openapi.Document.Place;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * Whether what was sent and answered is as the document says. Every answer is held against it; a
 * request is only when it was accepted, since others are sent to be refused.
 */
public final class Contract {

  private static final String PROBLEM = "application/problem+json";
  private static final String JSON = "application/json";

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final class Published {
    static final Contract CONTRACT = new Contract(Document.read(Document.FILE));
  }

  private final Document document;
  private final Schemas schemas;

  public Contract(Document document) {
    this.document = document;
    this.schemas = new Schemas(document);
  }

  public static Contract published() {
    return Published.CONTRACT;
  }

  public Document document() {
    return document;
  }

  public void check(Exchange exchange) {
    assertThat(complaints(exchange))
        .as("%s against docs/openapi.yaml; answered %s", exchange, shown(exchange.answer()))
        .isEmpty();
  }

  private static String shown(byte[] answer) {
    var text = new String(answer, StandardCharsets.UTF_8);
    return text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text;
  }

  /** What is not as documented; empty when all is. */
  public List<String> complaints(Exchange exchange) {
    var path = exchange.pathAlone();
    var asked = exchange.method().equals("HEAD") ? "GET" : exchange.method();
    var operation = document.operation(asked, path);
    var complaints = new ArrayList<String>();
    if (operation.isPresent()) {
      answer(operation.get(), exchange, complaints);
      if (exchange.isAccepted()) {
        request(operation.get(), exchange, complaints);
      }
    } else if (!asked.equals("OPTIONS") && (path.startsWith("/api/") || document.hasPath(path))) {
      undocumented(exchange, complaints);
    }
    return complaints;
  }

  private void undocumented(Exchange exchange, List<String> complaints) {
    if (exchange.status() < 400) {
      complaints.add("there is no such operation");
    } else if (!exchange.method().equals("HEAD")) {
      if (!PROBLEM.equals(exchange.answerHeader("Content-Type"))) {
        complaints.add("expected a problem, not " + exchange.answerHeader("Content-Type"));
      }
      add(complaints, "problem", "/components/schemas/Problem", exchange.answer());
    }
  }

  private void answer(Operation operation, Exchange exchange, List<String> complaints) {
    var response = operation.response(exchange.status());
    if (response == null) {
      complaints.add("status %d is not documented".formatted(exchange.status()));
      return;
    }
    headers(response, exchange, complaints);
    var content = response.node().path("content");
    if (exchange.method().equals("HEAD")) {
      return;
    }
    if (content.isMissingNode()) {
      if (exchange.answer().length > 0) {
        complaints.add("expected no body");
      }
      return;
    }
    var type = mediaType(exchange.answerHeader("Content-Type"));
    if (!content.has(type)) {
      complaints.add("content type %s is not documented".formatted(type));
      return;
    }
    var schema = response.pointer() + "/content/" + Document.escaped(type) + "/schema";
    if (type.endsWith("json")) {
      add(complaints, "answer", schema, exchange.answer());
    }
  }

  private void headers(Place response, Exchange exchange, List<String> complaints) {
    for (var name : response.node().path("headers").propertyNames()) {
      var header = document.at(response.pointer() + "/headers/" + Document.escaped(name));
      var value = exchange.answerHeader(name);
      if (value != null) {
        var schema = document.at(header.pointer() + "/schema");
        add(complaints, "header " + name, schema, typed(schema, value));
      } else if (header.node().path("required").asBoolean(false)) {
        complaints.add("header %s is missing".formatted(name));
      }
    }
  }

  private void request(Operation operation, Exchange exchange, List<String> complaints) {
    var matcher = operation.pattern().matcher(exchange.pathAlone());
    var names = operation.pathVariables();
    if (matcher.matches()) {
      for (var i = 0; i < names.size(); i++) {
        parameter(operation, "path", names.get(i), decoded(matcher.group(i + 1)), complaints);
      }
    }
    var given = new ArrayList<String>();
    var query = exchange.query();
    for (var pair : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
      var parts = pair.split("=", 2);
      given.add(decoded(parts[0]));
      var value = parts.length < 2 ? "" : decoded(parts[1]);
      parameter(operation, "query", decoded(parts[0]), value, complaints);
    }
    for (var parameter : operation.parameters("header")) {
      var name = parameter.node().path("name").asString();
      var value = exchange.header(name);
      if (value != null) {
        given.add(name);
        parameter(operation, "header", name, value, complaints);
      }
    }
    operation.parameters().stream()
        .filter(p -> p.node().path("required").asBoolean(false))
        .filter(p -> !p.node().path("in").asString().equals("path"))
        .map(p -> p.node().path("name").asString())
        .filter(name -> !given.contains(name))
        .forEach(name -> complaints.add("accepted without %s".formatted(name)));
    body(operation, exchange, complaints);
  }

  private void parameter(
      Operation operation, String in, String name, String value, List<String> complaints) {
    var parameter =
        operation.parameters(in).stream()
            .filter(p -> p.node().path("name").asString().equals(name))
            .findFirst();
    if (parameter.isEmpty()) {
      if (!name.matches("[a-z][a-z0-9_]*")) {
        return; // no name that a parameter could have: passed over, as whoever sent it expects
      }
      complaints.add("accepted with an undocumented %s parameter %s".formatted(in, name));
    } else {
      var schema = document.at(parameter.get().pointer() + "/schema");
      add(complaints, "accepted with " + name, schema, typed(schema, value));
    }
  }

  private void body(Operation operation, Exchange exchange, List<String> complaints) {
    var described = operation.node().path("requestBody");
    if (described.isMissingNode()) {
      return;
    }
    var given = exchange.header("Content-Type");
    if (given == null && !described.path("required").asBoolean(false)) {
      return;
    }
    var type = mediaType(given);
    var body = operation.body(type);
    if (body == null) {
      complaints.add("accepted a body of %s".formatted(type));
    } else if (type.equals(JSON)) {
      add(complaints, "accepted body", body.pointer() + "/schema", exchange.sent().get());
    }
  }

  private void add(List<String> complaints, String what, String schema, byte[] json) {
    try {
      var value = MAPPER.readTree(json);
      add(complaints, what, document.at(schema), value == null ? MissingNode.getInstance() : value);
    } catch (JacksonException none) {
      complaints.add("%s: this is no JSON".formatted(what));
    }
  }

  private void add(List<String> complaints, String what, Place schema, JsonNode value) {
    if (!schema.node().isMissingNode()) {
      schemas.complaints(schema, value).forEach(c -> complaints.add(what + ": " + c));
    }
  }

  /** A parameter is text; the schema says what is in it. */
  private static JsonNode typed(Place schema, String value) {
    var type = schema.node().path("type").asString("");
    var number = type.equals("integer") && value.matches("-?\\d{1,15}");
    return number || value.matches("true|false") && type.equals("boolean")
        ? MAPPER.readTree(value)
        : StringNode.valueOf(value);
  }

  private static String mediaType(@Nullable String header) {
    return header == null ? "nothing" : header.split(";")[0].strip().toLowerCase(Locale.ROOT);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
