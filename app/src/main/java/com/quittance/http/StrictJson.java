package com.quittance.http;

import com.quittance.http.Problem.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON that strangers send: limits first, and nothing that two readers could take apart. */
final class StrictJson {

  /**
   * Names, values and brackets: an invoice of 500 lines has some 7 000. A byte or two of each may
   * hold a hundred in memory.
   */
  private static final int MOST_TOKENS = 20_000;

  private static final JsonMapper JSON = mapper(MOST_TOKENS);
  private static final JsonMapper MANY = mapper(10 * MOST_TOKENS);

  private StrictJson() {}

  private static JsonMapper mapper(int mostTokens) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(32)
                        .maxNumberLength(32)
                        .maxStringLength(100_000)
                        .maxNameLength(200)
                        .maxTokenCount(mostTokens)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /**
   * @throws Problem when it is no JSON object, has a member twice, or is beyond a limit
   */
  static JsonNode object(byte[] bytes) {
    return object(JSON, bytes);
  }

  /** As {@link #object}, ten times as large: for requests of which few are read at a time. */
  static JsonNode large(byte[] bytes) {
    return object(MANY, bytes);
  }

  private static JsonNode object(JsonMapper json, byte[] bytes) {
    JsonNode node;
    try {
      node = json.readTree(text(bytes));
    } catch (JacksonException malformed) {
      throw Problem.of(Type.MALFORMED_JSON, reason(malformed), malformed);
    } catch (NumberFormatException hugeExponent) {
      throw Problem.of(Type.MALFORMED_JSON, "Expected JSON: a number is too long.", hugeExponent);
    }
    if (node == null || !node.isObject()) {
      throw Problem.of(Type.MALFORMED_JSON, "Expected a JSON object.");
    }
    return node;
  }

  static JsonNode object(Map<String, String> members) {
    return JSON.valueToTree(members);
  }

  /** The parser would take some spellings of letters that are none in UTF-8, and UTF-16. */
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException other) {
      throw Problem.of(Type.MALFORMED_JSON, "Expected JSON in UTF-8.", other);
    }
  }

  /** In our words: the parser's own speak of its classes and settings. */
  private static String reason(JacksonException malformed) {
    var what =
        switch (malformed) {
          case StreamConstraintsException _ ->
              "nested too deeply, too many members, or a name, a text or a number is too long";
          case UnexpectedEndOfInputException _ -> "the JSON breaks off";
          case DatabindException _ -> "there is something after the JSON";
          default ->
              malformed.getOriginalMessage().startsWith("Duplicate")
                  ? "a member is there twice"
                  : "this is not JSON";
        };
    var at = malformed.getLocation();
    return at == null || at.getLineNr() < 1
        ? "Expected JSON: %s.".formatted(what)
        : "Line %d, column %d: %s.".formatted(at.getLineNr(), at.getColumnNr(), what);
  }
}
