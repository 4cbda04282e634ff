package com.quittance.openapi;

import com.quittance.openapi.Document.Place;
import com.quittance.openapi.SchemaChange.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a change of the document breaks for callers who rely on it as it was. Answers may gain
 * members and their enumerations values, requests may be taken that were not before; nothing that
 * was documented goes away.
 */
final class Compatibility {

  private final Document before;
  private final Document after;
  private final List<String> broken = new ArrayList<>();

  private Compatibility(Document before, Document after) {
    this.before = before;
    this.after = after;
  }

  static List<String> broken(Document before, Document after) {
    var comparison = new Compatibility(before, after);
    before.operations().forEach(comparison::compare);
    return List.copyOf(comparison.broken);
  }

  private void compare(Operation old) {
    var found =
        after.operations().stream()
            .filter(o -> o.method().equals(old.method()) && o.path().equals(old.path()))
            .findFirst();
    if (found.isEmpty()) {
      broken.add("%s: removed".formatted(old));
      return;
    }
    var now = found.get();
    if (!now.needs().equals(old.needs())) {
      broken.add("%s: needs %s instead of %s".formatted(old, now.needs(), old.needs()));
    }
    parameters(old, now);
    body(old, now);
    for (var status : old.statuses()) {
      response(old, now, Integer.parseInt(status));
    }
  }

  private void parameters(Operation old, Operation now) {
    for (var parameter : old.parameters()) {
      var there = same(parameter, now.parameters());
      if (there.isEmpty()) {
        broken.add("%s: parameter %s removed".formatted(old, name(parameter)));
      } else {
        changes(
            Side.REQUEST,
            "%s: parameter %s".formatted(old, name(parameter)),
            before.at(parameter.pointer() + "/schema"),
            after.at(there.get().pointer() + "/schema"));
      }
    }
    for (var parameter : now.parameters()) {
      var was = same(parameter, old.parameters()).map(Compatibility::isRequired).orElse(false);
      if (isRequired(parameter) && !was) {
        broken.add("%s: parameter %s newly required".formatted(old, name(parameter)));
      }
    }
  }

  private static Optional<Place> same(Place parameter, List<Place> among) {
    return among.stream().filter(other -> name(other).equals(name(parameter))).findFirst();
  }

  private static String name(Place parameter) {
    return parameter.node().path("in").asString() + " " + parameter.node().path("name").asString();
  }

  private static boolean isRequired(Place place) {
    return place.node().path("required").asBoolean(false);
  }

  private void body(Operation old, Operation now) {
    var was = before.at(old.pointer() + "/requestBody");
    var is = after.at(now.pointer() + "/requestBody");
    if (isRequired(is) && !isRequired(was)) {
      broken.add("%s: body newly required".formatted(old));
    }
    content(Side.REQUEST, "%s: body".formatted(old), was, is);
  }

  private void response(Operation old, Operation now, int status) {
    var what = "%s: answer %d".formatted(old, status);
    var was = before.at(old.pointer() + "/responses/" + status);
    var is = after.find(now.pointer() + "/responses/" + status);
    if (is == null) {
      broken.add(what + " removed");
      return;
    }
    for (var header : was.node().path("headers").propertyNames()) {
      var escaped = Document.escaped(header);
      var before = this.before.at(was.pointer() + "/headers/" + escaped);
      var after = this.after.find(is.pointer() + "/headers/" + escaped);
      if (after == null || isRequired(before) && !isRequired(after)) {
        broken.add("%s: header %s removed".formatted(what, header));
      }
    }
    content(Side.ANSWER, what, was, is);
  }

  private void content(Side side, String what, Place was, Place is) {
    for (var type : was.node().path("content").propertyNames()) {
      if (!is.node().path("content").has(type)) {
        broken.add("%s: %s removed".formatted(what, type));
      } else {
        var schema = "/content/" + Document.escaped(type) + "/schema";
        changes(side, what, before.at(was.pointer() + schema), after.at(is.pointer() + schema));
      }
    }
  }

  private void changes(Side side, String what, Place was, Place is) {
    broken.addAll(new SchemaChange(before, after, side).broken(what, was, is));
  }
}
