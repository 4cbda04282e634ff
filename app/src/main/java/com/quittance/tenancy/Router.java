package com.quittance.tenancy;

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

  /** Keeps a message that belongs to no payment of ours. */
  public void keepUnrouted(
      String gateway, String eventId, String type, @Nullable String reference, Instant at) {
    sql.sql(
            """
            insert into unrouted_gateway_event (gateway, event_id, type, reference, received_at)
            values (?, ?, ?, ?, ?) on conflict do nothing
            """)
        .params(gateway, eventId, type, reference, at.atOffset(ZoneOffset.UTC))
        .update();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
