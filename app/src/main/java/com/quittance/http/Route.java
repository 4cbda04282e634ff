package com.quittance.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * One thing the server can be asked.
 *
 * @param path with its variables, as {@code /api/v1/clients/{id}}
 * @param needs the code of the ability, or who may enter without one; null when nobody may
 */
public record Route(String method, String path, @Nullable String needs) {

  /** Who may enter an {@link Open} route. */
  public static final String ANYBODY = "anybody";

  /** Who may enter a {@link Personal} route. */
  public static final String SIGNED_IN = "somebody signed in";

  /** Which one a request has come to, as {@code GET /api/v1/clients/{id}}; HEAD is a GET. */
  public static String of(HttpServletRequest request) {
    var method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    return method + " " + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
  }

  /** As the router knows them. */
  public static List<Route> all(RequestMappingHandlerMapping router) {
    return router.getHandlerMethods().entrySet().stream()
        .flatMap(
            entry -> {
              var needs = needs(entry.getValue().getMethod());
              return routes(entry.getKey(), needs).stream();
            })
        .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
        .toList();
  }

  private static List<Route> routes(RequestMappingInfo mapping, @Nullable String needs) {
    return mapping.getPatternValues().stream()
        .flatMap(
            path ->
                mapping.getMethodsCondition().getMethods().stream()
                    .map(method -> new Route(method.name(), path, needs)))
        .toList();
  }

  private static @Nullable String needs(java.lang.reflect.Method handler) {
    if (handler.isAnnotationPresent(Open.class)) {
      return ANYBODY;
    }
    if (handler.isAnnotationPresent(Personal.class)) {
      return SIGNED_IN;
    }
    var needs = handler.getAnnotation(Needs.class);
    return needs == null ? null : needs.value().code();
  }
}
