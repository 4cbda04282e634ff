package com.quittance.http;

import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.node.ObjectNode;

/** Turns what controllers throw into problems. */
@RestControllerAdvice
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler
  ResponseEntity<ObjectNode> problem(Problem problem, HttpServletRequest request) {
    return answer(problem, request);
  }

  @ExceptionHandler
  ResponseEntity<ObjectNode> method(
      HttpRequestMethodNotSupportedException wrong, HttpServletRequest request) {
    var answer =
        answer(
            Problem.of(Type.METHOD_NOT_ALLOWED, "Not %s here.".formatted(request.getMethod())),
            request);
    var allowed = wrong.getSupportedHttpMethods();
    return allowed == null
        ? answer
        : ResponseEntity.status(answer.getStatusCode())
            .headers(answer.getHeaders())
            .allow(allowed.toArray(org.springframework.http.HttpMethod[]::new))
            .body(answer.getBody());
  }

  /** A query that Tomcat cannot decode shows when its first parameter is read. */
  @ExceptionHandler
  ResponseEntity<ObjectNode> query(InvalidParameterException wrong, HttpServletRequest request) {
    return answer(Problem.of(Type.INVALID_REQUEST, "The query is not properly encoded."), request);
  }

  /** The framework's own refusals, and everything nobody expected. */
  @ExceptionHandler
  ResponseEntity<ObjectNode> anything(Exception failure, HttpServletRequest request) {
    if (failure instanceof ErrorResponse refused) {
      return answer(ProblemJson.ofStatus(refused.getStatusCode().value()), request);
    }
    return answer(unexpected(failure, request), request);
  }

  /** For the caller nothing but that it failed; for us, in the log, why. */
  static Problem unexpected(Throwable failure, HttpServletRequest request) {
    LOG.error(
        "request {} failed: {} {}",
        RequestId.of(request),
        request.getMethod(),
        request.getRequestURI(),
        failure);
    return isOutage(failure)
        ? Problem.of(Type.UNAVAILABLE, "The database does not answer; try again.")
        : Problem.of(Type.INTERNAL, "The request failed; its id helps to find out why.");
  }

  /** No connection to be had, or one that broke: SQLSTATE classes 08 and 57P. */
  public static boolean isOutage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException refused && refused.getSQLState() != null) {
        return refused.getSQLState().startsWith("08") || refused.getSQLState().startsWith("57P");
      }
    }
    return false;
  }

  public static ResponseEntity<ObjectNode> answer(Problem problem, HttpServletRequest request) {
    var answer = ResponseEntity.status(problem.type().status());
    if (problem.type().status() == 401) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, ProblemJson.CHALLENGE);
    }
    problem
        .retryAfter()
        .ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())));
    return answer
        .contentType(MediaType.parseMediaType(ProblemJson.MEDIA_TYPE))
        .body(ProblemJson.body(problem, RequestId.of(request).toString()));
  }
}
