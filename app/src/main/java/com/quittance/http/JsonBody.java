package com.quittance.http;

import com.quittance.http.Problem.Type;
import com.quittance.http.Problem.Violation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a JSON object member by member and tells all that is wrong with it at once. Numbers are
 * taken as written and never computed with before their length is known.
 */
public final class JsonBody {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(32)
                          .maxStringLength(100_000)
                          .maxNameLength(200)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode node;
  private final String path;
  private final List<Violation> violations;
  private final Set<String> known = new HashSet<>();

  private JsonBody(JsonNode node, String path, List<Violation> violations) {
    this.node = node;
    this.path = path;
    this.violations = violations;
  }

  /**
   * @throws Problem when the body is too large, or no JSON object
   */
  public static JsonBody of(HttpServletRequest request) throws IOException {
    return of(bytes(request));
  }

  static JsonBody of(byte[] bytes) {
    JsonNode node;
    try {
      node = JSON.readTree(bytes);
    } catch (JacksonException malformed) {
      throw Problem.of(Type.MALFORMED_JSON, reason(malformed), malformed);
    }
    if (node == null || !node.isObject()) {
      throw Problem.of(Type.MALFORMED_JSON, "Expected a JSON object.");
    }
    return new JsonBody(node, "", new ArrayList<>());
  }

  /** The body as it came. */
  public static byte[] bytes(HttpServletRequest request) throws IOException {
    var bytes = request.getInputStream().readNBytes(DoorFilter.MAX_BODY_BYTES + 1);
    if (bytes.length > DoorFilter.MAX_BODY_BYTES) {
      throw Problem.of(
          Type.TOO_LARGE, "A body has at most %d bytes.".formatted(DoorFilter.MAX_BODY_BYTES));
    }
    return bytes;
  }

  private static String reason(JacksonException malformed) {
    var at = malformed.getLocation();
    var what = malformed.getOriginalMessage();
    return at == null
        ? "%s.".formatted(what)
        : "Line %d, column %d: %s.".formatted(at.getLineNr(), at.getColumnNr(), what);
  }

  /** A text that must be there, without control characters but line breaks. */
  public String text(String name, int maxLength) {
    var text = optionalText(name, maxLength);
    if (text == null && !isWrong(name)) {
      wrong(name, "a text of 1 to %d characters".formatted(maxLength));
    }
    return text == null ? "" : text;
  }

  public @Nullable String optionalText(String name, int maxLength) {
    var value = member(name);
    if (value == null) {
      return null;
    }
    var text = value.isString() ? value.asString().strip() : "";
    if (text.isEmpty() || text.length() > maxLength || text.chars().anyMatch(JsonBody::isControl)) {
      wrong(
          name,
          "a text of 1 to %d characters, none of them a control character".formatted(maxLength));
      return null;
    }
    return text;
  }

  private static boolean isControl(int character) {
    return Character.isISOControl(character) && character != '\n' && character != '\r'
        || Character.isSurrogate((char) character) && character > Character.MAX_VALUE;
  }

  /** A text read by {@code reader}, whose IllegalArgumentException says what was expected. */
  public <T> @Nullable T optional(String name, String expected, Function<String, T> reader) {
    var value = member(name);
    if (value == null) {
      return null;
    }
    if (value.isString()) {
      try {
        return reader.apply(value.asString());
      } catch (RuntimeException unreadable) {
        wrong(name, expected);
        return null;
      }
    }
    wrong(name, expected);
    return null;
  }

  public <T> @Nullable T required(String name, String expected, Function<String, T> reader) {
    if (member(name) == null) {
      wrong(name, expected);
      return null;
    }
    return optional(name, expected, reader);
  }

  /** A decimal, as a JSON string or number, read from its own characters. */
  public <T> @Nullable T decimal(String name, Function<String, T> reader) {
    var value = member(name);
    if (value == null) {
      wrong(name, "a decimal such as \"2.5\"");
      return null;
    }
    if (value.isString() || value.isNumber()) {
      try {
        return reader.apply(value.isString() ? value.asString() : value.numberValue().toString());
      } catch (IllegalArgumentException unreadable) {
        wrong(name, String.valueOf(unreadable.getMessage()));
        return null;
      }
    }
    wrong(name, "a decimal such as \"2.5\"");
    return null;
  }

  public boolean has(String name) {
    return member(name) != null;
  }

  /** An integer in a range; a fraction, an exponent or a text is none. */
  public long integer(String name, long least, long most) {
    var value = member(name);
    if (value != null && value.isIntegralNumber() && value.canConvertToLong()) {
      var number = value.asLong();
      if (number >= least && number <= most) {
        return number;
      }
    }
    wrong(name, "an integer from %d to %d".formatted(least, most));
    return least;
  }

  /** The objects of an array; empty when it is not one of 1 to {@code most} objects. */
  public List<JsonBody> objects(String name, int most) {
    var value = member(name);
    if (value == null || !value.isArray() || value.isEmpty() || value.size() > most) {
      wrong(name, "an array of 1 to %d objects".formatted(most));
      return List.of();
    }
    var objects = new ArrayList<JsonBody>();
    for (var i = 0; i < value.size(); i++) {
      var itsPath = "%s/%s/%d".formatted(path, name, i);
      if (value.get(i).isObject()) {
        objects.add(new JsonBody(value.get(i), itsPath, violations));
      } else {
        violations.add(new Violation(itsPath, "an object"));
      }
    }
    return objects;
  }

  public void wrong(String name, String expected) {
    violations.add(new Violation(path + "/" + name, expected));
  }

  /** Ends the reading of this object: a member nobody asked for is a typing error, not noise. */
  public JsonBody end() {
    for (var name : node.propertyNames()) {
      if (!known.contains(name)) {
        var shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
        wrong(
            shown,
            "no such member; there are " + String.join(", ", known.stream().sorted().toList()));
      }
    }
    return this;
  }

  /**
   * @throws Problem with everything that was wrong
   */
  public void check() {
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations.subList(0, Math.min(violations.size(), 50)));
    }
  }

  private boolean isWrong(String name) {
    return violations.stream().anyMatch(v -> v.pointer().equals(path + "/" + name));
  }

  private @Nullable JsonNode member(String name) {
    known.add(name);
    var value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }
}
