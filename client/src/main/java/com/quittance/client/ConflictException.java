package com.quittance.client;

import java.time.Duration;

/**
 * What was to change has been changed by somebody else since it was read: read it again, and decide
 * anew.
 */
public final class ConflictException extends ProblemException {

  private static final long serialVersionUID = 1;

  ConflictException(String request, Problem problem, Duration retryAfter) {
    super(request, problem, retryAfter);
  }
}
