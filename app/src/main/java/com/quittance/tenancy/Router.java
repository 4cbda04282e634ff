package com.quittance.tenancy;

import com.quittance.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
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

  public Optional<ApiToken> token(UUID id) {
    return sql.sql("select * from api_token where id = ?")
        .param(id)
        .query(
            (row, _) ->
                new ApiToken(
                    new TenantId(row.getObject("tenant_id", UUID.class)),
                    id,
                    row.getString("name"),
                    row.getBytes("hash"),
                    List.of((String[]) row.getArray("abilities").getArray()),
                    row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                    instant(row.getObject("revoked_at", OffsetDateTime.class)),
                    row.getObject("created_at", OffsetDateTime.class).toInstant()))
        .optional();
  }

  /** A payment a gateway speaks of. */
  public record RoutedPayment(TenantId tenant, UUID payment) {}

  public Optional<RoutedPayment> payment(String gateway, String reference) {
    return sql.sql(
            "select tenant_id, payment_id from payment_route where gateway = ? and reference = ?")
        .params(gateway, reference)
        .query(
            (row, _) ->
                new RoutedPayment(
                    new TenantId(row.getObject("tenant_id", UUID.class)),
                    row.getObject("payment_id", UUID.class)))
        .optional();
  }

  /**
   * A gateway's message that belongs to no payment of ours, or not yet.
   *
   * @param reference the gateway's id of the payment it speaks of
   * @param amount what was paid, if it says so
   * @param reason why it was not, if it says so
   */
  public record Unrouted(
      String gateway,
      String eventId,
      String type,
      @Nullable String reference,
      @Nullable Money amount,
      @Nullable String reason) {}

  public void keep(Unrouted message, Instant at) {
    var amount = message.amount;
    sql.sql(
            """
            insert into unrouted_gateway_event
              (gateway, event_id, type, reference, amount, currency, reason, received_at)
            values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """)
        .params(
            message.gateway,
            message.eventId,
            message.type,
            message.reference,
            amount == null ? null : amount.minor(),
            amount == null ? null : amount.currency().getCurrencyCode(),
            message.reason,
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
        row.getString("reason"));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
