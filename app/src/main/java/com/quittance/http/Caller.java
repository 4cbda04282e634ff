package com.quittance.http;

import com.quittance.relay.Scope;
import com.quittance.tenancy.Principal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks. What they may do was looked at before the route was entered, by the {@link Needs} of
 * the route.
 *
 * @param request the id of this request; everything that follows from it carries it
 * @param traceParent the caller's W3C trace context
 * @param address where the request came from
 */
public record Caller(
    Principal principal, UUID request, @Nullable String traceParent, String address) {

  public static final String ATTRIBUTE = "quittance.caller";

  /** The request's own W3C trace context, if it has one. */
  public static @Nullable String traceParent(HttpServletRequest request) {
    var header = request.getHeader("traceparent");
    return header != null && header.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
        ? header
        : null;
  }

  /** For what the caller is about to do. */
  public Scope scope() {
    return new Scope(
        principal.tenant().value(), principal.actor(), request, null, traceParent, address);
  }
}
