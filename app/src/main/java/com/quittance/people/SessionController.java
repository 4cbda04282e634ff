package com.quittance.people;

import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.http.JsonBody;
import com.quittance.http.Open;
import com.quittance.http.Page;
import com.quittance.http.Personal;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.http.RequestId;
import com.quittance.people.SignIn.From;
import com.quittance.tenancy.Router;
import com.quittance.tenancy.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out, for pages. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
public final class SessionController {

  /** For those who are not signed in yet. */
  public static final Set<String> OPEN =
      Set.of("/api/v1/session", "/api/v1/password-reset", "/api/v1/password-reset/confirm");

  /** More than any password that can be set; what is longer is not even looked at. */
  static final int MOST_TYPED = 1_000;

  static final int MOST_CODE = 100;

  private static final int MOST_AGENT = 300;

  private final SignIn signIn;
  private final Sessions sessions;
  private final Router router;
  private final Cookies cookies;
  private final OwnPages ownPages;
  private final Clock clock;

  /**
   * @param people in the role that may see people
   */
  public SessionController(
      SignIn signIn,
      DataSource people,
      Router router,
      Cookies cookies,
      OwnPages ownPages,
      Clock clock) {
    this.signIn = signIn;
    this.sessions = new Sessions(JdbcClient.create(people));
    this.router = router;
    this.cookies = cookies;
    this.ownPages = ownPages;
    this.clock = clock;
  }

  record PersonJson(UUID id, String email, String locale, boolean operator, boolean secondFactor) {}

  record CompanyJson(UUID id, String legalName, String role) {}

  /**
   * The published JSON. A change here is a change of the API.
   *
   * @param tenantId the company they work for at the moment
   * @param csrfToken to be sent with each request that changes something
   */
  record SignedInJson(
      UUID id,
      PersonJson person,
      List<CompanyJson> companies,
      @Nullable UUID tenantId,
      String csrfToken,
      Instant createdAt,
      Instant expiresAt) {}

  @PostMapping("/session")
  @Open("who signs in is not known yet")
  SignedInJson signIn(HttpServletRequest http, HttpServletResponse response) {
    ownPages.requireOwnOrigin(http);
    var body = JsonBody.of(http);
    var email = body.required("email", "an e-mail address", text -> Mailbox.of(text).address());
    var password = body.secret("password", MOST_TYPED);
    var code = code(body);
    body.end().check();
    var shown = new Credentials(Objects.requireNonNull(email), password, code);
    var before = cookies.session(http).orElse(null);
    var in = signIn.signIn(shown, from(http), before);
    var session = in.session();
    cookies.keepSession(response, in.secret(), Session.life(session.person()));
    if (in.device() != null) {
      cookies.keepDevice(response, in.device());
    }
    return json(session, in.secret());
  }

  /** The member {@code code}, for those who have a second factor. */
  static @Nullable String code(JsonBody body) {
    return body.has("code") ? body.secret("code", MOST_CODE) : null;
  }

  private From from(HttpServletRequest http) {
    var agent = Objects.requireNonNullElse(http.getHeader("User-Agent"), "");
    return new From(
        cookies.device(http).orElse(null),
        http.getRemoteAddr(),
        agent.substring(0, Math.min(MOST_AGENT, agent.length())).replaceAll("[^ -~]", "?"),
        RequestId.of(http));
  }

  private SignedInJson json(Session session, Secret secret) {
    var person = session.person();
    var tenant = session.tenant();
    return new SignedInJson(
        session.id(),
        new PersonJson(
            person.id().value(),
            person.email(),
            person.locale().toLanguageTag(),
            person.operator(),
            person.secondFactor()),
        router.companies(person.id()).stream()
            .map(c -> new CompanyJson(c.tenant().value(), c.legalName(), c.role().code()))
            .toList(),
        tenant == null ? null : tenant.value(),
        OwnPages.token(secret),
        session.createdAt(),
        session.expiresAt());
  }

  @GetMapping("/session")
  @Personal
  SignedInJson session(@RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor) {
    return json(visitor.session(), visitor.secret());
  }

  @PutMapping("/session/tenant")
  @Personal
  SignedInJson choose(
      @RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor, HttpServletRequest http) {
    var body = JsonBody.of(http);
    var wanted = body.required("tenant_id", "the id of a company of yours", UUID::fromString);
    body.end().check();
    var tenant = new TenantId(Objects.requireNonNull(wanted));
    if (router.standing(tenant, visitor.session().person().id()).isEmpty()) {
      throw Problem.invalid("/tenant_id", "the id of a company of yours");
    }
    sessions.choose(visitor.session(), tenant);
    return json(sessions.find(visitor.secret()).orElseThrow(), visitor.secret());
  }

  @DeleteMapping("/session")
  @Personal
  ResponseEntity<Void> signOut(
      @RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor, HttpServletResponse response) {
    signIn.end(visitor, visitor.session().id());
    cookies.forgetSession(response);
    return ResponseEntity.noContent().build();
  }

  /**
   * The published JSON. A change here is a change of the API.
   *
   * @param current whether it is the one that asks
   */
  record SessionJson(
      UUID id,
      boolean current,
      String address,
      String agent,
      Instant createdAt,
      Instant lastSeenAt,
      Instant expiresAt) {}

  @GetMapping("/sessions")
  @Personal
  Page<SessionJson> list(@RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor) {
    var now = clock.instant();
    var shown = new ArrayList<SessionJson>();
    for (var session : sessions.of(visitor.session().person().id())) {
      if (session.isLive(now)) {
        shown.add(
            new SessionJson(
                session.id(),
                session.id().equals(visitor.session().id()),
                session.address(),
                session.agent(),
                session.createdAt(),
                session.lastSeenAt(),
                session.expiresAt()));
      }
    }
    return new Page<>(shown, false, null);
  }

  @DeleteMapping("/sessions")
  @Personal
  ResponseEntity<Void> endOthers(@RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor) {
    signIn.endOthers(visitor);
    return ResponseEntity.noContent().build();
  }

  @DeleteMapping("/sessions/{id}")
  @Personal
  ResponseEntity<Void> end(
      @RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor, @PathVariable String id) {
    if (!signIn.end(visitor, Page.id(id, "session"))) {
      throw Problem.of(Type.NOT_FOUND, "There is no such session.");
    }
    return ResponseEntity.noContent().build();
  }

  @PutMapping("/password")
  @Personal
  ResponseEntity<Void> changePassword(
      @RequestAttribute(Visitor.ATTRIBUTE) Visitor visitor, HttpServletRequest http) {
    var body = JsonBody.of(http);
    var present = body.secret("present", MOST_TYPED);
    var code = code(body);
    var email = visitor.session().person().email();
    var wanted = wanted(body, email);
    body.end().check();
    var shown = new Credentials(email, present, code);
    signIn.changePassword(visitor.session(), visitor.scope(), shown, wanted);
    return ResponseEntity.noContent().build();
  }

  /** The member {@code password}, if it may become one. */
  static String wanted(JsonBody body, String email) {
    var wanted =
        body.required(
            "password",
            Password.EXPECTED,
            text -> {
              if (!SignIn.isFit(text, email)) {
                throw new IllegalArgumentException("easily guessed");
              }
              return text;
            });
    return wanted == null ? "" : wanted;
  }
}
