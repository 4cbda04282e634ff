package com.quittance.http;

import jakarta.servlet.ServletRequest;
import java.util.UUID;

/** Names a request, in its answer, in the log and in the events it leads to. */
public final class RequestId {

  static final String HEADER = "X-Request-Id";
  private static final String ATTRIBUTE = "quittance.request";

  private RequestId() {}

  static void set(ServletRequest request, UUID id) {
    request.setAttribute(ATTRIBUTE, id);
  }

  /** Nil for a request that never reached our filters. */
  public static UUID of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof UUID id ? id : new UUID(0, 0);
  }
}
