package com.quittance.people;

import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what our own pages ask for from what other sites make browsers ask for. */
public final class OwnPages {

  static final String TOKEN_HEADER = "X-CSRF-Token";

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final String PURPOSE = "csrf";

  private final @Nullable String origin;

  /**
   * @param publicUrl where browsers reach us; null: where they say so themselves
   */
  public OwnPages(@Nullable URI publicUrl) {
    this.origin =
        publicUrl == null
            ? null
            : "%s://%s".formatted(publicUrl.getScheme(), publicUrl.getRawAuthority());
  }

  /** What a page shows with each request that changes something; another site cannot read it. */
  static String token(Secret session) {
    return session.derived(PURPOSE).text();
  }

  /**
   * @throws Problem when another site is behind the request
   */
  void requireOwn(HttpServletRequest request, Secret session) {
    if (SAFE.contains(request.getMethod())) {
      return;
    }
    requireOwnOrigin(request);
    var token = request.getHeader(TOKEN_HEADER);
    if (token == null || !session.derived(PURPOSE).is(token)) {
      throw refused(
          "Send the header %s with the csrf_token of the session.".formatted(TOKEN_HEADER));
    }
  }

  /** For those who have no session yet. Callers that are no browsers say nothing of all this. */
  void requireOwnOrigin(HttpServletRequest request) {
    var site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw refused("Sec-Fetch-Site says %s.".formatted(site.replaceAll("[^a-z-]", "?")));
    }
    var from = request.getHeader("Origin");
    if (from != null && !isOwn(from, request)) {
      throw refused("The Origin is not this server's.");
    }
  }

  private boolean isOwn(String from, HttpServletRequest request) {
    if (origin != null) {
      return from.equalsIgnoreCase(origin);
    }
    var host = request.getHeader("Host");
    var authority = from.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
    return host != null && authority.equals(host.toLowerCase(Locale.ROOT));
  }

  private static Problem refused(String detail) {
    return Problem.of(Type.CROSS_SITE, detail);
  }
}
