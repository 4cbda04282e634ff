package com.quittance.tenancy;

import com.quittance.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds out which tenant something belongs to, before there is a transaction of that tenant. Its
 * database role reads the routing tables and nothing else.
 */
public final class Router {

  private final JdbcClient sql;

  public Router(DataSource router) {
    this.sql = JdbcClient.create(router);
  }

  /** Where a tenant is, for those who must know when its day begins. */
  public record Place(TenantId tenant, ZoneId timeZone) {}

  public List<Place> tenants() {
    return sql.sql("select id, time_zone from tenant order by id")
        .query(
            (row, _) ->
                new Place(
                    new TenantId(row.getObject("id", UUID.class)),
                    ZoneId.of(row.getString("time_zone"))))
        .list();
  }

  /** Those with secrets that another key has sealed than this one, or none. */
  public List<TenantId> withSecretsOtherThanOf(String keyId) {
    return sql.sql(
            """
            select distinct tenant_id from webhook_secret where key_id is distinct from ?
            order by tenant_id
            """)
        .param(keyId)
        .query((row, _) -> new TenantId(row.getObject("tenant_id", UUID.class)))
        .list();
  }

  /**
   * @param role of its holder in the token's company now; an owner's when it is nobody's, null when
   *     its holder has left
   */
  public record KnownToken(ApiToken token, @Nullable Role role) {}

  public Optional<KnownToken> token(UUID id) {
    return sql.sql(
            """
            select t.*, case when t.person_id is null then 'owner' else m.role end as role
            from api_token t left join membership m
              on (m.tenant_id, m.person_id) = (t.tenant_id, t.person_id) and m.ended_at is null
            where t.id = ?
            """)
        .param(id)
        .query(
            (row, n) -> {
              var role = row.getString("role");
              return new KnownToken(ApiTokens.read(row, n), role == null ? null : Role.of(role));
            })
        .optional();
  }

  /** A company somebody belongs to. */
  public record Company(TenantId tenant, String legalName, Role role) {}

  public List<Company> companies(PersonId person) {
    return sql.sql(
            """
            select t.id, t.legal_name, m.role from membership m join tenant t on t.id = m.tenant_id
            where m.person_id = ? and m.ended_at is null order by t.legal_name, t.id
            """)
        .param(person.value())
        .query(
            (row, _) ->
                new Company(
                    new TenantId(row.getObject("id", UUID.class)),
                    row.getString("legal_name"),
                    Role.of(row.getString("role"))))
        .list();
  }

  /**
   * What somebody is in a company.
   *
   * @param secondFactorRequired whether the company lets them in by a session only with one
   */
  public record Standing(Role role, boolean secondFactorRequired) {}

  /** As it is now, if they belong to it. */
  public Optional<Standing> standing(TenantId tenant, PersonId person) {
    return sql.sql(
            """
            select m.role, t.second_factor_required
            from membership m join tenant t on t.id = m.tenant_id
            where (m.tenant_id, m.person_id) = (?, ?) and m.ended_at is null
            """)
        .params(tenant.value(), person.value())
        .query(
            (row, _) ->
                new Standing(
                    Role.of(row.getString("role")), row.getBoolean("second_factor_required")))
        .optional();
  }

  /** A payment a gateway speaks of. */
  public record RoutedPayment(TenantId tenant, UUID payment) {}

  /** Mostly one or none; several when companies have registered the same reference. */
  public List<RoutedPayment> payments(String gateway, String reference) {
    return sql.sql(
            """
            select tenant_id, payment_id from payment_route where gateway = ? and reference = ?
            order by payment_id
            """)
        .params(gateway, reference)
        .query(
            (row, _) ->
                new RoutedPayment(
                    new TenantId(row.getObject("tenant_id", UUID.class)),
                    row.getObject("payment_id", UUID.class)))
        .list();
  }

  /**
   * A gateway's message that belongs to no payment of ours, or not yet.
   *
   * @param reference the gateway's id of the payment it speaks of
   * @param amount what was paid, if it says so
   * @param reason why it was not, if it says so
   * @param payment ours, if its metadata names one
   * @param invoice ours, likewise
   * @param foreign why it cannot be of our account, if so
   */
  public record Unrouted(
      String gateway,
      String eventId,
      String type,
      @Nullable String reference,
      @Nullable Money amount,
      @Nullable String reason,
      @Nullable String payment,
      @Nullable String invoice,
      @Nullable String foreign) {}

  public void keep(Unrouted message, Instant at) {
    var amount = message.amount;
    sql.sql(
            """
            insert into unrouted_gateway_event
              (gateway, event_id, type, reference, amount, currency, reason, says_payment,
               says_invoice, is_foreign, received_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """)
        .params(
            message.gateway,
            message.eventId,
            message.type,
            message.reference,
            amount == null ? null : amount.minor(),
            amount == null ? null : amount.currency().getCurrencyCode(),
            message.reason,
            message.payment,
            message.invoice,
            message.foreign,
            at.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** What a gateway told of a payment that nobody had registered then, in the order it came. */
  public List<Unrouted> unrouted(String gateway, String reference) {
    return sql.sql(
            """
            select * from unrouted_gateway_event where gateway = ? and reference = ?
            order by received_at, event_id
            """)
        .params(gateway, reference)
        .query((row, _) -> readUnrouted(row))
        .list();
  }

  private static Unrouted readUnrouted(ResultSet row) throws SQLException {
    var currency = row.getString("currency");
    return new Unrouted(
        row.getString("gateway"),
        row.getString("event_id"),
        row.getString("type"),
        row.getString("reference"),
        currency == null ? null : Money.of(row.getLong("amount"), currency),
        row.getString("reason"),
        row.getString("says_payment"),
        row.getString("says_invoice"),
        row.getString("is_foreign"));
  }
}
