package com.quittance.openapi;

import com.quittance.openapi.Document.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * What a changed schema breaks: in a request, what was taken must be taken still; in an answer,
 * what may come must have been expected.
 */
final class SchemaChange {

  enum Side {
    REQUEST,
    ANSWER
  }

  private static final List<String> LEAST =
      List.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
  private static final List<String> MOST =
      List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");
  private static final List<String> FORM = List.of("pattern", "format", "const", "multipleOf");

  private final Document before;
  private final Document after;
  private final Side side;
  private final Set<String> compared = new HashSet<>();

  SchemaChange(Document before, Document after, Side side) {
    this.before = before;
    this.after = after;
    this.side = side;
  }

  List<String> broken(String what, Place was, Place is) {
    var broken = new ArrayList<String>();
    compare(what, was, is, broken);
    return broken;
  }

  private void compare(String what, Place was, Place is, List<String> broken) {
    if (was.node().isMissingNode() && is.node().isMissingNode()
        || !compared.add(what.replaceAll(".*: ", "") + was.pointer() + " " + is.pointer())) {
      return;
    }
    var old = variants(before, was);
    var now = variants(after, is);
    if (old.size() > 1 || now.size() > 1) {
      alternatives(what, old, now, broken);
      return;
    }
    types(what, was.node(), is.node(), broken);
    values(what, was.node(), is.node(), broken);
    bounds(what, was.node(), is.node(), broken);
    members(what, was, is, broken);
    if (was.node().has("items") || is.node().has("items")) {
      var items = "/items";
      compare(
          what + "[]", before.at(was.pointer() + items), after.at(is.pointer() + items), broken);
    }
  }

  private static List<Place> variants(Document document, Place schema) {
    for (var keyword : List.of("oneOf", "anyOf")) {
      var size = schema.node().path(keyword).size();
      if (size > 0) {
        return IntStream.range(0, size)
            .mapToObj(i -> document.at("%s/%s/%d".formatted(schema.pointer(), keyword, i)))
            .toList();
      }
    }
    return List.of(schema);
  }

  /** Each that had a place before must have one, whichever. */
  private void alternatives(String what, List<Place> old, List<Place> now, List<String> broken) {
    var mustFit = side == Side.REQUEST ? old : now;
    var places = side == Side.REQUEST ? now : old;
    for (var variant : mustFit) {
      var fits =
          places.stream()
              .anyMatch(
                  place -> {
                    var alone = new SchemaChange(before, after, side);
                    var was = side == Side.REQUEST ? variant : place;
                    var is = side == Side.REQUEST ? place : variant;
                    return alone.broken(what, was, is).isEmpty();
                  });
      if (!fits) {
        broken.add(
            "%s: alternative %s"
                .formatted(what, side == Side.REQUEST ? "taken no longer" : "not known before"));
      }
    }
  }

  private void types(String what, JsonNode was, JsonNode is, List<String> broken) {
    var old = types(was);
    var now = types(is);
    var must = side == Side.REQUEST ? old : now;
    var may = side == Side.REQUEST ? now : old;
    if (!may.isEmpty() && (must.isEmpty() || !may.containsAll(must))) {
      broken.add("%s: type %s instead of %s".formatted(what, now, old));
    }
  }

  /** An integer is a number, so where one is told both are allowed. */
  private static Set<String> types(JsonNode schema) {
    var type = schema.path("type");
    var types = new TreeSet<String>();
    if (type.isString()) {
      types.add(type.asString());
    }
    type.forEach(each -> types.add(each.asString()));
    if (types.contains("number")) {
      types.add("integer");
    }
    return types;
  }

  /** An enumeration in a request may gain values, one in an answer too: callers are told. */
  private void values(String what, JsonNode was, JsonNode is, List<String> broken) {
    if (side == Side.ANSWER) {
      if (was.has("enum") && !is.has("enum")) {
        broken.add("%s: enumeration removed".formatted(what));
      }
      return;
    }
    if (is.has("enum")) {
      var gone = texts(was.path("enum"));
      gone.removeAll(texts(is.path("enum")));
      if (!was.has("enum") || !gone.isEmpty()) {
        broken.add("%s: values %s removed".formatted(what, was.has("enum") ? gone : "not listed"));
      }
    }
  }

  private static Set<String> texts(JsonNode list) {
    return list.valueStream()
        .map(JsonNode::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void bounds(String what, JsonNode was, JsonNode is, List<String> broken) {
    var narrow = side == Side.REQUEST ? is : was;
    var wide = side == Side.REQUEST ? was : is;
    for (var keyword : LEAST) {
      if (narrow.has(keyword)
          && (!wide.has(keyword)
              || wide.get(keyword).decimalValue().compareTo(narrow.get(keyword).decimalValue())
                  < 0)) {
        changed(what, keyword, was, is, broken);
      }
    }
    for (var keyword : MOST) {
      if (narrow.has(keyword)
          && (!wide.has(keyword)
              || wide.get(keyword).decimalValue().compareTo(narrow.get(keyword).decimalValue())
                  > 0)) {
        changed(what, keyword, was, is, broken);
      }
    }
    for (var keyword : FORM) {
      if (narrow.has(keyword) && !narrow.get(keyword).equals(wide.path(keyword))) {
        changed(what, keyword, was, is, broken);
      }
    }
  }

  private static void changed(
      String what, String keyword, JsonNode was, JsonNode is, List<String> broken) {
    broken.add(
        "%s: %s %s instead of %s".formatted(what, keyword, is.path(keyword), was.path(keyword)));
  }

  private void members(String what, Place was, Place is, List<String> broken) {
    var old = members(before, was);
    var now = members(after, is);
    var needed = required(before, was);
    var need = required(after, is);
    for (var name : old.keySet()) {
      var member = "%s.%s".formatted(what, name);
      var there = now.get(name);
      if (there == null) {
        broken.add(member + ": removed");
      } else {
        compare(member, old.get(name), there, broken);
      }
      if (side == Side.ANSWER && needed.contains(name) && !need.contains(name) && there != null) {
        broken.add(member + ": may be missing");
      }
    }
    if (side == Side.REQUEST) {
      need.stream()
          .filter(name -> !needed.contains(name))
          .forEach(name -> broken.add("%s.%s: newly required".formatted(what, name)));
      if (isClosed(is) && !isClosed(was) && was.node().has("type")) {
        broken.add(what + ": takes no other members any longer");
      }
    }
  }

  private static boolean isClosed(Place schema) {
    return schema.node().path("additionalProperties").isBoolean()
        && !schema.node().path("additionalProperties").asBoolean();
  }

  /** With those of what the schema is made of. */
  private static Map<String, Place> members(Document document, Place schema) {
    var members = new LinkedHashMap<String, Place>();
    for (var part : parts(document, schema)) {
      members.putAll(members(document, part));
    }
    for (var name : schema.node().path("properties").propertyNames()) {
      var pointer = schema.pointer() + "/properties/" + Document.escaped(name);
      members.put(name, document.at(pointer));
    }
    return members;
  }

  private static Set<String> required(Document document, Place schema) {
    var required = new TreeSet<String>();
    parts(document, schema).forEach(part -> required.addAll(required(document, part)));
    schema.node().path("required").forEach(name -> required.add(name.asString("")));
    return required;
  }

  private static List<Place> parts(Document document, Place schema) {
    return IntStream.range(0, schema.node().path("allOf").size())
        .mapToObj(i -> document.at(schema.pointer() + "/allOf/" + i))
        .toList();
  }
}
