package com.quittance.postgres;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL cannot run. The message is one sentence for the operator. */
public final class PostgresFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  PostgresFailed(String sentence) {
    this(sentence, null);
  }

  PostgresFailed(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
