package com.quittance.http;

import com.quittance.http.Problem.Type;
import com.quittance.network.Origin;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets pages of other sites that the operator has named use the API in a browser, with a token and
 * never with our cookies. Whether one is named is a comparison of texts: nothing is taken apart, so
 * nothing can be taken for what it is not.
 */
public final class CrossOriginFilter extends HttpFilter {

  private static final long serialVersionUID = 1;

  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String ASKED =
      "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, traceparent";
  private static final String ANSWERED =
      "Content-Disposition, ETag, Idempotent-Replayed, Link, Location, RateLimit, RateLimit-Policy,"
          + " Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset,"
          + " X-Request-Id";
  private static final String TWO_HOURS = "7200";

  private final transient Set<String> origins;

  public CrossOriginFilter(List<Origin> origins) {
    this.origins = origins.stream().map(Origin::text).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.addHeader("Vary", "Origin");
    var origin = request.getHeader("Origin");
    var known = origin != null && origins.contains(origin);
    if (known) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Expose-Headers", ANSWERED);
    }
    if (origin == null || !isPreflight(request)) {
      chain.doFilter(request, response);
    } else if (known) {
      allow(response);
    } else {
      throw Problem.of(
          Type.CROSS_SITE, "Pages of that origin may not use the API; cors.origins names who may.");
    }
  }

  /** A browser's question whether it may ask. It brings no token, so nothing behind us sees it. */
  private static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  private static void allow(HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Methods", METHODS);
    response.setHeader("Access-Control-Allow-Headers", ASKED);
    response.setHeader("Access-Control-Max-Age", TWO_HOURS);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
