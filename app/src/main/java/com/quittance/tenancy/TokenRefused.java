package com.quittance.tenancy;

import java.time.Duration;

/** A token would live longer than it may. */
public final class TokenRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Duration most;

  TokenRefused(Duration most) {
    super("a token may live %s at most".formatted(most));
    this.most = most;
  }

  public Duration most() {
    return most;
  }
}
