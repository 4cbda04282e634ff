package com.quittance.http;

import com.quittance.http.Problem.Violation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a JSON object member by member and tells all that is wrong with it at once. Numbers are
 * taken as written and never computed with before their length is known.
 */
public final class JsonBody {

  /** More are not told: they would only say the same again. */
  private static final int MAX_VIOLATIONS = 50;

  /** Of one row among many. */
  private static final int MAX_OF_ROW = 5;

  private static final byte[] NONE = {};
  private static final String DECIMAL = "a decimal such as \"2.5\"";

  private final JsonNode node;
  private final String path;
  private final List<Violation> violations;
  private final int mostViolations;
  private final Set<String> known = new HashSet<>();

  private JsonBody(JsonNode node, String path, List<Violation> violations, int mostViolations) {
    this.node = node;
    this.path = path;
    this.violations = violations;
    this.mostViolations = mostViolations;
  }

  /**
   * @throws Problem when the body does not say it is JSON, or is no JSON object
   */
  public static JsonBody of(HttpServletRequest request) {
    return of(request, bytes(request));
  }

  /**
   * @param bytes the body, already read
   * @throws Problem when the body does not say it is JSON, or is no JSON object
   */
  public static JsonBody of(HttpServletRequest request, byte[] bytes) {
    ContentType.requireJson(request);
    return of(bytes);
  }

  /** As {@link #of}, for what has many rows. */
  public static JsonBody large(HttpServletRequest request, byte[] bytes) {
    ContentType.requireJson(request);
    return whole(StrictJson.large(bytes));
  }

  /**
   * What came in another form, such as a table's row, to be read in the same way.
   *
   * @param path where it stands, for those who are told of its mistakes
   */
  public static JsonBody of(Map<String, String> members, String path) {
    return row(StrictJson.object(members), path);
  }

  static JsonBody of(byte[] bytes) {
    return whole(StrictJson.object(bytes));
  }

  private static JsonBody whole(JsonNode node) {
    return new JsonBody(node, "", new ArrayList<>(), MAX_VIOLATIONS);
  }

  private static JsonBody row(JsonNode node, String path) {
    return new JsonBody(node, path, new ArrayList<>(), MAX_OF_ROW);
  }

  /** The body as it came: the {@link BodyFilter} has read it. */
  public static byte[] bytes(HttpServletRequest request) {
    return request.getAttribute(BodyFilter.ATTRIBUTE) instanceof byte[] body ? body : NONE;
  }

  /**
   * The body of a request that needs none, as it came.
   *
   * @throws Problem when it says something
   */
  public static byte[] nothing(HttpServletRequest request) {
    var bytes = bytes(request);
    if (bytes.length > 0) {
      of(request, bytes).end().check();
    }
    return bytes;
  }

  /** A text of one line that must be there. */
  public String line(String name, int maxLength) {
    return required(name, maxLength, optionalLine(name, maxLength));
  }

  public @Nullable String optionalLine(String name, int maxLength) {
    return text(name, maxLength, PlainText::isInLine);
  }

  /** A text that must be there, of one line or more. */
  public String text(String name, int maxLength) {
    return required(name, maxLength, optionalText(name, maxLength));
  }

  public @Nullable String optionalText(String name, int maxLength) {
    return text(
        name,
        maxLength,
        character -> PlainText.isLineBreak(character) || PlainText.isInLine(character));
  }

  private String required(String name, int maxLength, @Nullable String text) {
    if (text == null && !isWrong(name)) {
      wrong(name, "a text of 1 to %d characters".formatted(maxLength));
    }
    return text == null ? "" : text;
  }

  private @Nullable String text(String name, int maxLength, IntPredicate allowed) {
    var value = member(name);
    if (value == null) {
      return null;
    }
    var text = value.isString() ? value.asString().strip() : "";
    if (text.length() > maxLength
        || text.codePoints().noneMatch(PlainText::isSeen)
        || !text.codePoints().allMatch(allowed)) {
      wrong(
          name,
          "a text of 1 to %d characters, none of them a control character".formatted(maxLength));
      return null;
    }
    return text;
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
      wrong(name, DECIMAL);
      return null;
    }
    return decimal(value, pointer(name), reader);
  }

  /** The decimals of an array of at most {@code most}, each as {@link #decimal} reads it. */
  public <T> List<T> decimals(String name, int most, Function<String, T> reader) {
    var value = member(name);
    if (value == null || !value.isArray() || value.size() > most) {
      wrong(name, "an array of up to %d decimals".formatted(most));
      return List.of();
    }
    var decimals = new ArrayList<T>();
    for (var i = 0; i < value.size(); i++) {
      var read = decimal(value.get(i), "%s/%d".formatted(pointer(name), i), reader);
      if (read != null) {
        decimals.add(read);
      }
    }
    return decimals;
  }

  private <T> @Nullable T decimal(JsonNode value, String pointer, Function<String, T> reader) {
    if (value.isString() || value.isNumber()) {
      try {
        return reader.apply(value.isString() ? value.asString() : value.numberValue().toString());
      } catch (IllegalArgumentException unreadable) {
        add(pointer, String.valueOf(unreadable.getMessage()));
        return null;
      }
    }
    add(pointer, DECIMAL);
    return null;
  }

  /** The members that are there. */
  public List<String> names() {
    return List.copyOf(node.propertyNames());
  }

  /** Whether the member is there at all, be it null. */
  public boolean mentions(String name) {
    known.add(name);
    return node.has(name);
  }

  public boolean has(String name) {
    return member(name) != null;
  }

  /** Null when it is not there. */
  public @Nullable Boolean flag(String name) {
    var value = member(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      wrong(name, "true or false");
    }
    return value.asBoolean(false);
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
        objects.add(new JsonBody(value.get(i), itsPath, violations, mostViolations));
      } else {
        add(itsPath, "an object");
      }
    }
    return objects;
  }

  /** As {@link #objects}, but each tells its own mistakes: one that is wrong spoils no other. */
  public List<JsonBody> separately(String name, int most) {
    var value = member(name);
    if (value == null || !value.isArray() || value.isEmpty() || value.size() > most) {
      wrong(name, "an array of 1 to %d objects".formatted(most));
      return List.of();
    }
    var objects = new ArrayList<JsonBody>();
    for (var i = 0; i < value.size(); i++) {
      var row = row(value.get(i), pointer(name) + "/" + i);
      if (!row.node.isObject()) {
        row.add(row.path, "an object");
      }
      objects.add(row);
    }
    return objects;
  }

  /** Where in the body this object is, after RFC 6901; empty for the whole. */
  public String path() {
    return path;
  }

  /** A text taken as it is, blanks and all, that nobody is shown again. */
  public String secret(String name, int maxLength) {
    var text =
        required(
            name,
            "a text of 1 to %d characters".formatted(maxLength),
            value -> {
              if (value.isEmpty() || value.length() > maxLength || !PlainText.isWhole(value)) {
                throw new IllegalArgumentException("too short, too long, or half a character");
              }
              return value;
            });
    return text == null ? "" : text;
  }

  /** The texts of an array; empty when it is not one of 1 to {@code most} that are fit. */
  public List<String> texts(String name, int most, String expected, Predicate<String> fit) {
    var value = member(name);
    if (value == null || !value.isArray() || value.isEmpty() || value.size() > most) {
      wrong(name, "an array of 1 to %d texts, each %s".formatted(most, expected));
      return List.of();
    }
    var texts = new ArrayList<String>();
    for (var i = 0; i < value.size(); i++) {
      var text = value.get(i);
      if (text.isString() && fit.test(text.asString())) {
        texts.add(text.asString());
      } else {
        add("%s/%d".formatted(pointer(name), i), expected);
      }
    }
    return texts;
  }

  /** The integers of an array, each in a range; empty when it is not one of 1 to {@code most}. */
  public List<Integer> integers(String name, int most, int least, int greatest) {
    var value = member(name);
    if (value == null || !value.isArray() || value.isEmpty() || value.size() > most) {
      wrong(name, "an array of 1 to %d integers from %d to %d".formatted(most, least, greatest));
      return List.of();
    }
    var integers = new ArrayList<Integer>();
    for (var i = 0; i < value.size(); i++) {
      var number = value.get(i);
      if (number.isInt() && number.asInt() >= least && number.asInt() <= greatest) {
        integers.add(number.asInt());
      } else {
        add(
            "%s/%d".formatted(pointer(name), i),
            "an integer from %d to %d".formatted(least, greatest));
      }
    }
    return integers;
  }

  private void wrong(String name, String expected) {
    add(pointer(name), expected);
  }

  private void add(String pointer, String expected) {
    if (violations.size() < mostViolations) {
      violations.add(new Violation(pointer, expected));
    }
  }

  /** After RFC 6901. */
  private String pointer(String name) {
    return path + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /** Ends the reading of this object: a member nobody asked for is a typing error, not noise. */
  public JsonBody end() {
    for (var name : node.propertyNames()) {
      if (!known.contains(name) && violations.size() < mostViolations) {
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
      throw Problem.invalid(violations);
    }
  }

  private boolean isWrong(String name) {
    return violations.stream().anyMatch(v -> v.pointer().equals(pointer(name)));
  }

  private @Nullable JsonNode member(String name) {
    known.add(name);
    var value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }
}
