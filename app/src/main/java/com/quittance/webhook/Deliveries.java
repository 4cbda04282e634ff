package com.quittance.webhook;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import com.quittance.webhook.Delivery.Attempted;
import com.quittance.webhook.Delivery.State;
import com.quittance.webhook.Sender.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is sent to the endpoints of the transaction's tenant, and what came of it. */
public final class Deliveries {

  private final Tx tx;

  public Deliveries(Tx tx) {
    this.tx = tx;
  }

  /** The endpoints that want to hear of it, have not yet, and were there when it happened. */
  List<UUID> wanting(EventType type, UUID message, Instant occurredAt) {
    return Sql.on(tx)
        .sql(
            """
            select id from webhook_endpoint e
            where enabled and event_types && ?::text[] and created_at <= ?
              and not exists (select from webhook_delivery d
                              where d.endpoint_id = e.id and d.message_id = ?)
            """)
        .params(
            new String[] {EventType.ALL, type.code()}, occurredAt.atOffset(ZoneOffset.UTC), message)
        .query(UUID.class)
        .list();
  }

  void add(Delivery delivery) {
    Sql.on(tx)
        .sql(
            """
            insert into webhook_delivery (tenant_id, id, endpoint_id, message_id, type, body, state,
              round, round_began_at, attempts, created_at, next_attempt_at)
            values (?, ?, ?, ?, ?, ?, 'pending', ?, ?, 0, ?, ?)
            """)
        .params(
            tx.tenant(),
            delivery.id(),
            delivery.endpoint(),
            delivery.message(),
            delivery.type(),
            delivery.body(),
            delivery.round(),
            column(delivery.roundBeganAt()),
            column(delivery.createdAt()),
            column(delivery.nextAttemptAt()))
        .update();
  }

  private static @Nullable OffsetDateTime column(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }

  Optional<Delivery> find(UUID endpoint, UUID id) {
    return find(endpoint, id, "");
  }

  /** To be changed: nobody else changes it until the transaction ends. */
  Optional<Delivery> lock(UUID endpoint, UUID id) {
    return find(endpoint, id, " for update");
  }

  private Optional<Delivery> find(UUID endpoint, UUID id, String lock) {
    return Sql.on(tx)
        .sql("select * from webhook_delivery where endpoint_id = ? and id = ?" + lock)
        .params(endpoint, id)
        .query(Deliveries::read)
        .optional();
  }

  /** Those of an endpoint, the newest first. */
  List<Delivery> page(UUID endpoint, @Nullable State state, @Nullable UUID before, int limit) {
    return Sql.on(tx)
        .sql(
            """
            select * from webhook_delivery where endpoint_id = :endpoint
              and (cast(:before as uuid) is null or id < :before)
              and (cast(:state as text) is null or state = :state)
            order by id desc limit :limit
            """)
        .param("endpoint", endpoint)
        .param("before", before)
        .param("state", state == null ? null : code(state))
        .param("limit", limit)
        .query(Deliveries::read)
        .list();
  }

  private static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** How far it came by now. */
  void update(Delivery delivery) {
    Sql.on(tx)
        .sql(
            """
            update webhook_delivery set state = ?, round = ?, round_began_at = ?, attempts = ?,
              next_attempt_at = ?, finished_at = ?
            where id = ?
            """)
        .params(
            code(delivery.state()),
            delivery.round(),
            column(delivery.roundBeganAt()),
            delivery.attempts(),
            column(delivery.nextAttemptAt()),
            column(delivery.finishedAt()),
            delivery.id())
        .update();
  }

  void add(UUID delivery, Attempted attempt) {
    var failure = attempt.failure();
    Sql.on(tx)
        .sql(
            """
            insert into webhook_attempt
              (tenant_id, delivery_id, number, at, status, failure, duration_ms, excerpt)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            tx.tenant(),
            delivery,
            attempt.number(),
            column(attempt.at()),
            attempt.status(),
            failure == null ? null : code(failure),
            attempt.durationMs(),
            attempt.excerpt())
        .update();
  }

  /** The attempts of each, in their order. */
  Map<UUID, List<Attempted>> attempts(List<UUID> deliveries) {
    var attempts = new LinkedHashMap<UUID, List<Attempted>>();
    Sql.on(tx)
        .sql(
            "select * from webhook_attempt where delivery_id = any(?) order by delivery_id, number")
        .param(deliveries.toArray(UUID[]::new))
        .query(
            row -> {
              attempts
                  .computeIfAbsent(row.getObject("delivery_id", UUID.class), _ -> new ArrayList<>())
                  .add(readAttempt(row));
            });
    return attempts;
  }

  /** Whether the endpoint took anything since then. */
  boolean anyDeliveredSince(UUID endpoint, Instant then) {
    return Sql.on(tx)
        .sql(
            """
            select exists (select from webhook_delivery
              where endpoint_id = ? and state = 'delivered' and finished_at >= ?)
            """)
        .params(endpoint, column(then))
        .query(Boolean.class)
        .single();
  }

  /**
   * Those that are old and not pending, with their attempts.
   *
   * @return how many
   */
  public int forgetBefore(Instant then) {
    return Sql.on(tx)
        .sql("delete from webhook_delivery where created_at < ? and finished_at < ?")
        .params(column(then), column(then))
        .update();
  }

  private static Delivery read(ResultSet row, int n) throws SQLException {
    return new Delivery(
        row.getObject("id", UUID.class),
        row.getObject("endpoint_id", UUID.class),
        row.getObject("message_id", UUID.class),
        row.getString("type"),
        row.getString("body"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("round"),
        row.getObject("round_began_at", OffsetDateTime.class).toInstant(),
        row.getInt("attempts"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "next_attempt_at"),
        instant(row, "finished_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static Attempted readAttempt(ResultSet row) throws SQLException {
    var failure = row.getString("failure");
    return new Attempted(
        row.getInt("number"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getObject("status", Integer.class),
        failure == null ? null : Failure.valueOf(failure.toUpperCase(Locale.ROOT)),
        row.getInt("duration_ms"),
        row.getString("excerpt"));
  }
}
