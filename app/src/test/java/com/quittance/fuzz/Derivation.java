package com.quittance.fuzz;

import com.quittance.fuzz.Call.Pair;
import com.quittance.openapi.Document;
import com.quittance.openapi.Document.Place;
import com.quittance.openapi.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/** Requests as the document describes them. */
final class Derivation {

  private static final byte[] NOTHING = {};
  private static final String SIGNATURE = "Stripe-Signature";

  private final Document document;
  private final Ground ground;

  Derivation(Document document, Ground ground) {
    this.document = document;
    this.ground = ground;
  }

  Call call(Operation operation, Random random) {
    var path = ground.path(operation); // first: it makes ready what the rest needs
    var values = new Values(document, ground, random);
    var headers = new ArrayList<>(ground.who(operation, random));
    for (var parameter : operation.parameters("header")) {
      if (isGiven(parameter, random) && !name(parameter).equals(SIGNATURE)) {
        headers.add(new Pair(name(parameter), value(parameter, values)));
      }
    }
    var query = query(operation, values, random);
    var call = new Call(operation, operation.method(), path, query, headers, NOTHING);
    return signed(withBody(call, values, random));
  }

  private static boolean isGiven(Place parameter, Random random) {
    return parameter.node().path("required").asBoolean(false) || random.nextInt(3) == 0;
  }

  private static String name(Place parameter) {
    return parameter.node().path("name").asString();
  }

  private static String value(Place parameter, Values values) {
    return values.of(name(parameter), parameter.pointer() + "/schema").asString();
  }

  private List<Pair> query(Operation operation, Values values, Random random) {
    var page = ground.page(operation);
    if (page != null && random.nextInt(4) == 0) {
      return page;
    }
    var query = new ArrayList<Pair>();
    for (var parameter : operation.parameters("query")) {
      // A cursor is nothing to be guessed.
      if (isGiven(parameter, random) && !name(parameter).equals("cursor")) {
        var value = URLEncoder.encode(value(parameter, values), StandardCharsets.UTF_8);
        query.add(new Pair(name(parameter), value));
      }
    }
    return query;
  }

  private Call withBody(Call call, Values values, Random random) {
    var operation = call.operation();
    var described = operation.node().path("requestBody");
    var required = described.path("required").asBoolean(false);
    if (described.isMissingNode() || !required && random.nextBoolean()) {
      return call;
    }
    var types = List.copyOf(described.path("content").propertyNames());
    var type = types.get(random.nextInt(types.size()));
    var typed = call.add("Content-Type", type);
    if (!type.equals(Call.JSON)) {
      return typed.body(ground.file(type));
    }
    if (isSigned(operation)) {
      return typed.body(ground.message(random));
    }
    var schema = operation.pointer() + "/requestBody/content/" + Document.escaped(type) + "/schema";
    var body = (ObjectNode) values.of("body", schema);
    ground.needed(operation, body, random);
    return typed.body(body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isSigned(Operation operation) {
    return operation.parameters("header").stream().anyMatch(p -> name(p).equals(SIGNATURE));
  }

  /** With a signature that fits, where one is asked for. */
  Call signed(Call call) {
    return isSigned(call.operation()) ? call.set(SIGNATURE, ground.signature(call.body())) : call;
  }
}
