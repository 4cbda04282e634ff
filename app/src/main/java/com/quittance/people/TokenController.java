package com.quittance.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.quittance.http.Caller;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.ApiToken;
import com.quittance.tenancy.ApiTokens;
import com.quittance.tenancy.PersonId;
import com.quittance.tenancy.Principal;
import com.quittance.tenancy.Role;
import com.quittance.tenancy.Tenancy;
import com.quittance.tenancy.Tenancy.TokenRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Keys to the API. Everybody sees and revokes their own, owners all of the company's. */
@RestController
@RequestMapping(path = "/api/v1/tokens", produces = MediaType.APPLICATION_JSON_VALUE)
public final class TokenController {

  private static final int MOST_DAYS = 3_650;

  private final Transactions transactions;
  private final Tenancy tenancy;

  public TokenController(Transactions transactions, Tenancy tenancy) {
    this.transactions = transactions;
    this.tenancy = tenancy;
  }

  /**
   * The published JSON. A change here is a change of the API.
   *
   * @param token the secret: in the answer to its making, never again
   */
  record TokenJson(
      UUID id,
      String name,
      List<String> abilities,
      @Nullable UUID memberId,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant lastUsedAt,
      @Nullable Instant revokedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token) {

    static TokenJson of(ApiToken token) {
      return of(token, null);
    }

    static TokenJson of(ApiToken token, @Nullable String secret) {
      var person = token.person();
      return new TokenJson(
          token.id(),
          token.name(),
          token.abilities(),
          person == null ? null : person.value(),
          token.createdAt(),
          token.expiresAt(),
          token.lastUsedAt(),
          token.revokedAt(),
          secret);
    }
  }

  @PostMapping
  @Needs(Ability.TOKENS_WRITE)
  ResponseEntity<TokenJson> create(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var by = caller.principal();
    var made = tenancy.createToken(caller.scope(), by, request(JsonBody.of(http), by));
    return ResponseEntity.created(URI.create("/api/v1/tokens/" + made.token().id()))
        .body(TokenJson.of(made.token(), made.secret().text()));
  }

  private static TokenRequest request(JsonBody body, Principal by) {
    var request =
        new TokenRequest(
            body.line("name", 100),
            body.texts(
                "abilities",
                Ability.codes().size(),
                "an ability that you have: "
                    + String.join(", ", Ability.codes().stream().filter(by::canGive).toList()),
                by::canGive),
            body.has("expires_in_days")
                ? Duration.ofDays(body.integer("expires_in_days", 1, MOST_DAYS))
                : null);
    body.end().check();
    return request;
  }

  @GetMapping
  @Needs(Ability.TOKENS_READ)
  Page<TokenJson> list(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    var most = Page.limit(limit);
    var before = Page.cursor(cursor);
    var whose = whose(caller.principal());
    var tokens =
        transactions.in(caller.scope(), tx -> new ApiTokens(tx).page(before, whose, most + 1));
    return Page.of(tokens, most, ApiToken::id, TokenJson::of);
  }

  /** Null: everybody's. */
  private static @Nullable PersonId whose(Principal caller) {
    return caller.role() == Role.OWNER ? null : caller.person();
  }

  @GetMapping("/{id}")
  @Needs(Ability.TOKENS_READ)
  TokenJson get(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
    var token = Page.id(id, "token");
    return TokenJson.of(
        transactions.in(caller.scope(), tx -> visible(tx, caller.principal(), token)));
  }

  @DeleteMapping("/{id}")
  @Needs(Ability.TOKENS_WRITE)
  ResponseEntity<Void> revoke(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
    var token = Page.id(id, "token");
    transactions.run(
        caller.scope(), tx -> tenancy.revokeToken(tx, visible(tx, caller.principal(), token).id()));
    return ResponseEntity.noContent().build();
  }

  private static ApiToken visible(Tx tx, Principal caller, UUID id) {
    var whose = whose(caller);
    return new ApiTokens(tx)
        .find(id)
        .filter(token -> whose == null || Objects.equals(token.person(), whose))
        .orElseThrow(() -> Problem.of(Type.NOT_FOUND, "There is no such token."));
  }
}
