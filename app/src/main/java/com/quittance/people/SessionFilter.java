package com.quittance.people;

import com.quittance.http.Caller;
import com.quittance.http.Personal;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.http.RequestId;
import com.quittance.tenancy.Principal;
import com.quittance.tenancy.Router;
import com.quittance.tenancy.Router.Standing;
import com.quittance.tenancy.TenantId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds out who is signed in, at every request, and for which company they act. A caller with a
 * token is not looked at: what a browser adds by itself never helps it.
 */
public final class SessionFilter extends HttpFilter {

  /** Names the company, for those who belong to several; the session's own unless it is there. */
  static final String TENANT_HEADER = "Quittance-Tenant";

  /** All that somebody does who runs the server and has no second factor yet. */
  private static final Set<String> ENROLLING =
      Set.of("/api/v1/session", SecondFactorController.PATH, SecondFactorController.CONFIRMATION);

  private static final long serialVersionUID = 1;

  private final transient Sessions sessions;
  private final transient Router router;
  private final transient Cookies cookies;
  private final transient OwnPages ownPages;
  private final transient Clock clock;

  /**
   * @param people in the role that may see people
   */
  public SessionFilter(
      DataSource people, Router router, Cookies cookies, OwnPages ownPages, Clock clock) {
    this.sessions = new Sessions(JdbcClient.create(people));
    this.router = router;
    this.cookies = cookies;
    this.ownPages = ownPages;
    this.clock = clock;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getHeader("Authorization") == null && !isToSignIn(request)) {
      visitor(request).ifPresent(visitor -> admit(request, visitor));
    }
    chain.doFilter(request, response);
  }

  /** Whoever signs in anew has no use for what they were before. */
  private static boolean isToSignIn(HttpServletRequest request) {
    return request.getMethod().equals("POST")
        && SessionController.OPEN.contains(request.getRequestURI());
  }

  private Optional<Visitor> visitor(HttpServletRequest request) {
    var now = clock.instant();
    return cookies
        .session(request)
        .flatMap(
            secret ->
                sessions
                    .find(secret)
                    .filter(session -> session.isLive(now))
                    .map(session -> visitor(request, session, secret)));
  }

  private static Visitor visitor(HttpServletRequest request, Session session, Secret secret) {
    return new Visitor(
        session,
        secret,
        RequestId.of(request),
        Caller.traceParent(request),
        request.getRemoteAddr());
  }

  /**
   * @throws Problem when another site is behind the request
   */
  private void admit(HttpServletRequest request, Visitor visitor) {
    ownPages.requireOwn(request, visitor.secret());
    sessions.seen(visitor.session(), clock.instant());
    request.setAttribute(Visitor.ATTRIBUTE, visitor);
    var person = visitor.session().person();
    if (person.operator()
        && !person.secondFactor()
        && !ENROLLING.contains(request.getRequestURI())) {
      throw Problem.of(
          Type.SECOND_FACTOR_MISSING, "Who runs the server needs a second factor: set one up.");
    }
    tenant(request, visitor)
        .ifPresent(
            tenant ->
                router
                    .standing(tenant, person.id())
                    .ifPresent(standing -> admit(request, visitor, tenant, standing)));
  }

  private static void admit(
      HttpServletRequest request, Visitor visitor, TenantId tenant, Standing standing) {
    var person = visitor.session().person();
    if (standing.secondFactorRequired() && !person.secondFactor()) {
      request.setAttribute(Personal.LACKING, true);
      return;
    }
    request.setAttribute(
        Caller.ATTRIBUTE,
        new Caller(
            Principal.of(tenant, person.id(), standing.role()),
            visitor.request(),
            visitor.traceParent(),
            visitor.address()));
  }

  private static Optional<TenantId> tenant(HttpServletRequest request, Visitor visitor) {
    var header = request.getHeader(TENANT_HEADER);
    if (header == null) {
      return Optional.ofNullable(visitor.session().tenant());
    }
    return header.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
        ? Optional.of(new TenantId(UUID.fromString(header)))
        : Optional.empty();
  }
}
