package com.quittance.openapi;

import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.http.Route;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.servlet.HandlerInterceptor;
import tools.jackson.databind.JsonNode;

/**
 * Refuses a query with a name that the document does not have for the route, or with one twice:
 * whoever mistypes a filter would take the whole list for what they asked for.
 */
public final class QueryGuard implements HandlerInterceptor {

  private final Map<String, Set<String>> known = new HashMap<>();

  public QueryGuard(OpenApiDocument api) {
    var document = api.tree();
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        var names = new TreeSet<String>();
        for (var given : operation.getValue().path("parameters")) {
          var parameter = resolved(document, given);
          if (parameter.path("in").asString("").equals("query")) {
            names.add(parameter.path("name").asString());
          }
        }
        known.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), names);
      }
    }
  }

  private static JsonNode resolved(JsonNode document, JsonNode parameter) {
    var reference = parameter.path("$ref").asString("");
    return reference.isEmpty() ? parameter : document.at(reference.substring("#".length()));
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getQueryString() == null || !request.getRequestURI().startsWith("/api/")) {
      return true; // a gateway is told its address by others
    }
    var names = known.get(Route.of(request));
    if (names != null) {
      request.getParameterMap().forEach((name, values) -> check(names, name, values.length));
    }
    return true;
  }

  private static void check(Set<String> names, String name, int times) {
    if (!names.contains(name)) {
      throw Problem.of(
          Type.INVALID_REQUEST,
          names.isEmpty()
              ? "Expected nothing behind the question mark."
              : "There is no such parameter; there are %s.".formatted(String.join(", ", names)));
    }
    if (times > 1) {
      throw Problem.of(Type.INVALID_REQUEST, name + ": expected it once.");
    }
  }
}
