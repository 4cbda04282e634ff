package com.quittance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.quittance.injection.Hostile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Bodies in which a value or a member is not what it should be. */
final class JsonDamage {

  private static final JsonMapper JSON = new JsonMapper();

  /** Where what no library would write is put in. */
  private static final String HERE = "here-it-is-put-in";

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "-0",
          "-0.0",
          "1.0",
          "1e0",
          "1.5",
          "1e400",
          "-1e400",
          "1e-400",
          "1e2147483648",
          "1e20000000",
          "9007199254740992",
          "9223372036854775807",
          "9223372036854775808",
          "007",
          "0x10",
          "+1",
          "1.",
          ".5",
          "1_000",
          "NaN",
          "Infinity",
          "-Infinity",
          "9".repeat(33),
          "1" + "0".repeat(5_000),
          "0." + "0".repeat(5_000) + "1");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "[]",
          "{}",
          "\"\"",
          "\" \"",
          "[null]",
          "[[]]",
          "{\"\": 1}",
          "\"null\"",
          "\"true\"",
          "\"0\"",
          "\"-1\"",
          "\"1e9\"",
          "\"NaN\"",
          "undefined",
          "",
          "'a'",
          "/* c */ 1",
          "\"2026-02-30\"",
          "\"0000-00-00\"",
          "\"+999999999-12-31\"",
          "\"ZZZ\"",
          "\"9999-12-31\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u0000\"",
          "\"a\\u0000b\"",
          "\"\\uFFFF\\uFFFE\"",
          "\"\\u202e\\u200b\\ufeff\"",
          "\"\\x\"",
          "\"\\u12\"",
          "\"\u0001\"",
          "\"a\nb\"",
          "\"00000000-0000-0000-0000-000000000000\"",
          "\"../../etc\"",
          "\"x@[127.0.0.1]\"",
          "\"a@b.example\\r\\nBcc: c@d.example\"",
          "\"http://[::1]:1/\"");

  /** What the text around it is told by: a value, or a member's value and more members. */
  private static final List<Function<Random, String>> MADE =
      List.of(
          random -> NUMBERS.get(random.nextInt(NUMBERS.size())),
          random -> NUMBERS.get(random.nextInt(NUMBERS.size())),
          random -> VALUES.get(random.nextInt(VALUES.size())),
          random -> VALUES.get(random.nextInt(VALUES.size())),
          random -> quoted(hostile(random)),
          random -> quoted(hostile(random)),
          random -> nested("[", "1", "]", random),
          random -> nested("{\"a\":", "1", "}", random),
          random -> "\"" + "x".repeat(random.nextInt(3_000)) + "\"",
          random -> "\"" + "\uD83D\uDE00".repeat(random.nextInt(600)) + "\"",
          random -> "\"" + "e\u0301\u0316".repeat(random.nextInt(300)) + "\"",
          random -> "[" + "1,".repeat(random.nextInt(2_000)) + "1]",
          random -> "{" + members(random.nextInt(500)) + "\"z\":1}");

  private JsonDamage() {}

  static String hostile(Random random) {
    var texts =
        Stream.concat(
                Hostile.payloads("http://127.0.0.1:9/", "/nowhere").stream(),
                Hostile.LINE_BREAKS.stream().map(end -> "x" + end + "Bcc: evil@attacker.example"))
            .toList();
    return texts.get(random.nextInt(texts.size()));
  }

  private static String quoted(String text) {
    return JSON.writeValueAsString(text);
  }

  private static String nested(String open, String inside, String close, Random random) {
    var depth = List.of(10, 31, 32, 33, 34, 1_000, 20_000).get(random.nextInt(7));
    return open.repeat(depth) + inside + close.repeat(depth);
  }

  private static String members(int count) {
    var members = new StringBuilder();
    for (var n = 0; n < count; n++) {
      members.append("\"m").append(n).append("\":").append(n).append(',');
    }
    return members.toString();
  }

  static byte[] of(byte[] body, Random random) {
    var root = JSON.readTree(body);
    if (random.nextInt(40) == 0) {
      return MADE.get(random.nextInt(MADE.size())).apply(random).getBytes(UTF_8);
    }
    var holders = new ArrayList<JsonNode>();
    collect(root, holders);
    var made = MADE.get(random.nextInt(MADE.size())).apply(random);
    var put =
        switch (holders.get(random.nextInt(holders.size()))) {
          case ObjectNode object -> inObject(object, made, random);
          case ArrayNode array -> inArray(array, made, random);
          default -> throw new AssertionError();
        };
    return root.toString().replace("\"" + HERE + "\"", put).getBytes(UTF_8);
  }

  private static void collect(JsonNode node, List<JsonNode> holders) {
    if (node.isContainer()) {
      holders.add(node);
      node.forEach(inside -> collect(inside, holders));
    }
  }

  private static String inObject(ObjectNode object, String made, Random random) {
    var names = List.copyOf(object.propertyNames());
    if (names.isEmpty() || random.nextInt(8) == 0) {
      var more = List.of("id", "status", "tenant_id", "__proto__", "", "a.b", "\u0000", "Name");
      object.put(more.get(random.nextInt(more.size())), HERE);
      return made;
    }
    var name = names.get(random.nextInt(names.size()));
    return switch (random.nextInt(8)) {
      case 0 -> {
        object.remove(name);
        yield made;
      }
      case 1 -> { // twice
        var first = object.get(name).toString();
        object.put(name, HERE);
        yield first + "," + quoted(name) + ":" + (random.nextBoolean() ? made : first);
      }
      case 2 -> { // by another name
        object.set(name + (random.nextBoolean() ? " " : "\u0301"), object.remove(name));
        yield made;
      }
      default -> {
        object.put(name, HERE);
        yield made;
      }
    };
  }

  private static String inArray(ArrayNode array, String made, Random random) {
    if (array.isEmpty() || random.nextInt(3) == 0) {
      array.add(HERE);
    } else if (random.nextInt(3) == 0) {
      array.remove(random.nextInt(array.size()));
    } else {
      array.set(random.nextInt(array.size()), StringNode.valueOf(HERE));
    }
    return made;
  }
}
