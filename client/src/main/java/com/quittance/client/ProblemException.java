package com.quittance.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server refused, and what can be repeated was repeated as often as {@link Retries} allows.
 * Nothing was done, but for a status of 500 and above, after which it is not known.
 */
public class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Problem problem;
  private final Duration retryAfter;

  ProblemException(String request, Problem problem, Duration retryAfter) {
    super("%s: %d %s, %s".formatted(request, problem.status(), problem.type(), problem.detail()));
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** All that was said. */
  public Problem problem() {
    return problem;
  }

  /** Whether it is of this type, such as {@code "not-found"}. */
  public boolean is(String name) {
    return problem.is(name);
  }

  /** 400 to 599. */
  public int status() {
    return problem.status();
  }

  /** Each wrong member, with what was expected; empty unless it {@code is("validation")}. */
  public List<Problem.Wrong> errors() {
    return problem.errors() == null ? List.of() : problem.errors();
  }

  /** What the server's log calls the request. */
  public @Nullable String requestId() {
    return problem.instance();
  }

  /** How long the server asked to wait; zero when it did not. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
