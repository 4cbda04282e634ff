package com.quittance.http;

import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes problems, for those who stand where no controller's answer reaches. */
public final class ProblemJson {

  public static final String MEDIA_TYPE = "application/problem+json";

  /** What lets in, for those who were not. */
  static final String CHALLENGE = "Bearer realm=\"quittance\"";

  private static final JsonMapper JSON = new JsonMapper();

  private ProblemJson() {}

  /**
   * @param instance which request it was, as in the X-Request-Id header
   */
  public static ObjectNode body(Problem problem, String instance) {
    var type = problem.type();
    var body =
        JSON.createObjectNode()
            .put("type", type.uri())
            .put("title", type.title())
            .put("status", type.status())
            .put("detail", problem.detail())
            .put("instance", instance);
    if (!problem.violations().isEmpty()) {
      var errors = body.putArray("errors");
      for (var violation : problem.violations()) {
        errors
            .addObject()
            .put("pointer", violation.pointer())
            .put("detail", "expected " + violation.detail());
      }
    }
    return body;
  }

  public static void write(HttpServletResponse response, Problem problem, String instance)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    response.setStatus(problem.type().status());
    response.setContentType(MEDIA_TYPE);
    if (problem.type().status() == 401) {
      response.setHeader("WWW-Authenticate", CHALLENGE);
    }
    problem
        .retryAfter()
        .ifPresent(wait -> response.setHeader("Retry-After", Long.toString(wait.toSeconds())));
    var body = body(problem, instance).toString().getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }

  /** What the container found wrong by itself, by the status it chose. */
  static Problem ofStatus(int status) {
    var type =
        switch (status) {
          case 404 -> Type.NOT_FOUND;
          case 405 -> Type.METHOD_NOT_ALLOWED;
          case 406 -> Type.NOT_ACCEPTABLE;
          case 408 -> Type.REQUEST_TIMEOUT;
          case 413 -> Type.TOO_LARGE;
          case 415 -> Type.UNSUPPORTED_MEDIA_TYPE;
          case 503 -> Type.UNAVAILABLE;
          case 501, 505 -> Type.INVALID_REQUEST; // methods and versions that nobody speaks
          default -> status >= 500 ? Type.INTERNAL : Type.INVALID_REQUEST;
        };
    return Problem.of(type, type.title() + ".");
  }
}
