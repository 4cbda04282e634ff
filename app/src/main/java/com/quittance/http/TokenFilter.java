package com.quittance.http;

import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Principal;
import com.quittance.tenancy.Router;
import com.quittance.tenancy.TokenSecret;
import com.quittance.tenancy.TokenUse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls the API. The token is looked up at every request, so that one revoked is
 * refused at the next.
 */
public final class TokenFilter extends HttpFilter {

  private static final long serialVersionUID = 1;
  private static final String BEARER = "bearer ";

  /** What describes the API is read before one has a token. */
  private static final Set<String> DOCUMENT =
      Set.of("/api/v1/openapi.yaml", "/api/v1/openapi.json");

  private final transient Router router;
  private final transient TokenUse use;
  private final transient Set<String> open;
  private final transient Clock clock;

  /**
   * @param open paths that need no caller
   */
  public TokenFilter(Router router, TokenUse use, Set<String> open, Clock clock) {
    this.router = router;
    this.use = use;
    this.open = Set.copyOf(open);
    this.clock = clock;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (isLetThrough(request)) {
      chain.doFilter(request, response);
      return;
    }
    var principal = authenticate(request.getHeader("Authorization"));
    request.setAttribute(
        Caller.ATTRIBUTE,
        new Caller(
            principal,
            RequestId.of(request),
            Caller.traceParent(request),
            request.getRemoteAddr()));
    chain.doFilter(request, response);
  }

  /** Who is signed in is known already, and some doors are for those who are not yet. */
  private boolean isLetThrough(HttpServletRequest request) {
    if (DOCUMENT.contains(request.getRequestURI())) {
      return true;
    }
    return request.getMethod().equals("POST") && open.contains(request.getRequestURI())
        || request.getHeader("Authorization") == null
            && request.getAttribute(Personal.ATTRIBUTE) != null;
  }

  static Problem missing() {
    return Problem.of(
        Type.TOKEN_MISSING, "Send the header Authorization: Bearer qt_…, or sign in.");
  }

  /** Whoever does not hold the secret learns nothing but that: not even that the id exists. */
  private Principal authenticate(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw missing();
    }
    var secret = TokenSecret.parse(header.substring(BEARER.length()).strip());
    var known = secret.flatMap(s -> router.token(s.id()));
    if (known.isEmpty()
        || !MessageDigest.isEqual(known.get().token().hash(), secret.get().hash())) {
      throw Problem.of(Type.TOKEN_INVALID, "The token is none of this server's.");
    }
    var token = known.get().token();
    if (token.revokedAt() != null) {
      throw Problem.of(Type.TOKEN_REVOKED, "The token was revoked; use another.");
    }
    var role = known.get().role();
    if (role == null) {
      throw Problem.of(Type.TOKEN_REVOKED, "The token's holder has left the company.");
    }
    var now = clock.instant();
    if (!token.isLive(now)) {
      throw Problem.of(Type.TOKEN_EXPIRED, "The token expired on %s.".formatted(token.expiresAt()));
    }
    use.note(token, now);
    return Principal.of(token, role);
  }
}
