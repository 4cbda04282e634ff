package com.quittance.tenancy;

import com.quittance.money.Money;
import com.quittance.relay.Scope;
import com.quittance.relay.Transactions;
import com.quittance.relay.Tx;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.TenancyEvent.TenantCreated;
import com.quittance.tenancy.TenancyEvent.TokenCreated;
import com.quittance.tenancy.TenancyEvent.TokenNoticeDue;
import com.quittance.tenancy.TenancyEvent.TokenRevoked;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes tenants and the tokens to their data. */
public final class Tenancy {

  public static final Duration TOKEN_LIFE = Duration.ofDays(365);

  private static final Currency CFA = Currency.getInstance("XOF");
  private static final String NUMBERING = "FAC-{year}-{number:6}";

  private final Transactions transactions;
  private final Clock clock;

  public Tenancy(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** What a tenant is made of; the rest has its usual value. */
  public record NewTenant(
      String legalName,
      String email,
      Currency currency,
      ZoneId timeZone,
      Locale locale,
      @Nullable String address,
      @Nullable String taxId,
      @Nullable String registerId) {}

  /** What a token's holder must be told now, for it is kept nowhere. */
  public record NewToken(ApiToken token, TokenSecret secret) {}

  public Tenant createTenant(NewTenant request) {
    var now = clock.instant();
    var tenant =
        new Tenant(
            new TenantId(UuidV7.from(now)),
            request.legalName(),
            request.email(),
            request.address(),
            request.taxId(),
            request.registerId(),
            null,
            request.currency(),
            request.timeZone(),
            request.locale(),
            30,
            NUMBERING,
            List.of(),
            null,
            null,
            largePayment(request.currency()),
            Tenant.DEFAULT_MILESTONES,
            now);
    transactions.run(
        operator(tenant.id()),
        tx -> {
          new Tenants(tx).add(tenant);
          tx.announce(created(tenant));
        });
    return tenant;
  }

  private static TenantCreated created(Tenant tenant) {
    return new TenantCreated(
        tenant.id(),
        tenant.legalName(),
        tenant.email(),
        tenant.currency().getCurrencyCode(),
        tenant.timeZone().getId(),
        tenant.locale().toLanguageTag());
  }

  /** A million francs; of another currency what is about as much, 1 500 whole units. */
  private static Money largePayment(Currency currency) {
    var whole = currency.equals(CFA) ? 1_000_000 : 1_500;
    return Money.rounded(
        BigDecimal.valueOf(whole).movePointRight(currency.getDefaultFractionDigits()), currency);
  }

  /**
   * Makes a token that is nobody's and has an owner's role: by an operator, who answers for it.
   *
   * @throws UnknownTenant when there is none of that id
   */
  public NewToken createToken(TenantId tenant, String name, List<String> abilities, Duration life) {
    var now = clock.instant();
    return transactions.in(
        operator(tenant),
        tx -> {
          new Tenants(tx).current();
          return make(tx, new Making(null, null, name, abilities, now.plus(life)));
        });
  }

  /** What somebody wants a token to be. */
  public record TokenRequest(String name, List<String> abilities, @Nullable Duration life) {

    public TokenRequest {
      abilities = List.copyOf(abilities);
    }
  }

  /**
   * Makes a token of the one who asks for it, that can do no more than they.
   *
   * @throws TokenRefused when it would live longer than the company allows, or than the token it is
   *     made with
   * @throws AuthorityEnded when they may not do so any more
   */
  public NewToken createToken(Scope scope, Principal by, TokenRequest request) {
    var now = clock.instant();
    return transactions.in(
        scope,
        tx -> {
          new Authority(tx).confirm(by);
          var most = mostLife(new Tenants(tx).maxTokenLife(), by, now);
          var life = request.life();
          if (life != null && life.compareTo(most) > 0) {
            throw new TokenRefused(most);
          }
          var usual = TOKEN_LIFE.compareTo(most) < 0 ? TOKEN_LIFE : most;
          var parent = by.token();
          return make(
              tx,
              new Making(
                  by.person(),
                  parent == null ? null : parent.id(),
                  request.name(),
                  request.abilities(),
                  now.plus(life == null ? usual : life)));
        });
  }

  private static Duration mostLife(Duration company, Principal by, Instant now) {
    var parent = by.token();
    if (parent == null) {
      return company;
    }
    var parents = Duration.between(now, parent.expiresAt());
    return parents.compareTo(company) < 0 ? parents : company;
  }

  private record Making(
      @Nullable PersonId person,
      @Nullable UUID parent,
      String name,
      List<String> abilities,
      Instant expiresAt) {}

  private NewToken make(Tx tx, Making making) {
    var now = clock.instant();
    var tenant = new TenantId(tx.tenant());
    var secret = TokenSecret.fresh(UuidV7.from(now));
    var token =
        new ApiToken(
            tenant,
            secret.id(),
            making.person,
            making.parent,
            making.name,
            secret.hash(),
            making.abilities,
            making.expiresAt,
            null,
            null,
            now);
    new ApiTokens(tx).add(token);
    tx.announce(
        new TokenCreated(tenant, token.id(), token.name(), token.abilities(), token.expiresAt()));
    if (making.person != null) {
      tx.announce(new TokenNoticeDue(tenant, making.person, token.id()));
    }
    return new NewToken(token, secret);
  }

  /**
   * @return false when there is no such token, or it was revoked before
   */
  public boolean revokeToken(TenantId tenant, UUID token) {
    return transactions.in(operator(tenant), tx -> revokeToken(tx, token));
  }

  /** With all that were made by it. */
  public boolean revokeToken(Tx tx, UUID token) {
    var tenant = new TenantId(tx.tenant());
    var revoked = new ApiTokens(tx).revoke(token, clock.instant());
    revoked.forEach(id -> tx.announce(new TokenRevoked(tenant, id)));
    return !revoked.isEmpty();
  }

  private Scope operator(TenantId tenant) {
    return Scope.of(tenant.value(), "operator", UuidV7.from(clock.instant()));
  }
}
