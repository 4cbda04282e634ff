package com.quittance.webhook;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import com.quittance.webhook.WebhookEvent.DisabledReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The endpoints of the transaction's tenant. */
public final class Endpoints {

  private final Tx tx;

  public Endpoints(Tx tx) {
    this.tx = tx;
  }

  /** Keeps others of the tenant from adding any until the transaction ends. */
  int lockAndCount() {
    Sql.on(tx)
        .sql("select pg_advisory_xact_lock(hashtextextended('webhook ' || ?, 0))")
        .param(tx.tenant().toString())
        .query((_, _) -> true)
        .single();
    return Sql.on(tx).sql("select count(*) from webhook_endpoint").query(Integer.class).single();
  }

  void add(Endpoint endpoint) {
    Sql.on(tx)
        .sql(
            """
            insert into webhook_endpoint
              (tenant_id, id, url, description, event_types, enabled, created_at)
            values (?, ?, ?, ?, ?, true, ?)
            """)
        .params(
            tx.tenant(),
            endpoint.id(),
            endpoint.url(),
            endpoint.description(),
            endpoint.eventTypes().toArray(String[]::new),
            endpoint.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** To be changed: nobody else changes it until the transaction ends. */
  Optional<Endpoint> lock(UUID id) {
    return Sql.on(tx)
        .sql("select * from webhook_endpoint where id = ? for update")
        .param(id)
        .query(Endpoints::read)
        .optional();
  }

  public Optional<Endpoint> find(UUID id) {
    return Sql.on(tx)
        .sql("select * from webhook_endpoint where id = ?")
        .param(id)
        .query(Endpoints::read)
        .optional();
  }

  List<Endpoint> page(@Nullable UUID before, int limit) {
    return Sql.on(tx)
        .sql(
            """
            select * from webhook_endpoint where cast(:before as uuid) is null or id < :before
            order by id desc limit :limit
            """)
        .param("before", before)
        .param("limit", limit)
        .query(Endpoints::read)
        .list();
  }

  /** As it is then, with its version counted on. */
  Endpoint update(Endpoint endpoint) {
    var reason = endpoint.disabledReason();
    var at = endpoint.disabledAt();
    return Sql.on(tx)
        .sql(
            """
            update webhook_endpoint
            set url = ?, description = ?, event_types = ?, enabled = ?, disabled_reason = ?,
              disabled_at = ?, version = version + 1
            where id = ?
            returning *
            """)
        .params(
            endpoint.url(),
            endpoint.description(),
            endpoint.eventTypes().toArray(String[]::new),
            endpoint.isEnabled(),
            reason == null ? null : reason.name().toLowerCase(Locale.ROOT),
            at == null ? null : at.atOffset(ZoneOffset.UTC),
            endpoint.id())
        .query(Endpoints::read)
        .single();
  }

  void remove(UUID id) {
    Sql.on(tx).sql("delete from webhook_endpoint where id = ?").param(id).update();
  }

  private static Endpoint read(ResultSet row, int n) throws SQLException {
    var reason = row.getString("disabled_reason");
    var disabled = row.getObject("disabled_at", OffsetDateTime.class);
    return new Endpoint(
        row.getObject("id", UUID.class),
        row.getString("url"),
        row.getString("description"),
        List.of((String[]) row.getArray("event_types").getArray()),
        reason == null ? null : DisabledReason.valueOf(reason.toUpperCase(Locale.ROOT)),
        disabled == null ? null : disabled.toInstant(),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getInt("version"));
  }
}
