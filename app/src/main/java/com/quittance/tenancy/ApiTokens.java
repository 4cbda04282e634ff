package com.quittance.tenancy;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tokens of the transaction's tenant. */
public final class ApiTokens {

  private final Tx tx;

  public ApiTokens(Tx tx) {
    this.tx = tx;
  }

  public void add(ApiToken token) {
    var person = token.person();
    Sql.on(tx)
        .sql(
            """
            insert into api_token
              (tenant_id, id, person_id, parent_id, name, hash, abilities, expires_at, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            tx.tenant(),
            token.id(),
            person == null ? null : person.value(),
            token.parent(),
            token.name(),
            token.hash(),
            token.abilities().toArray(String[]::new),
            token.expiresAt().atOffset(ZoneOffset.UTC),
            token.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  public Optional<ApiToken> find(UUID id) {
    return Sql.on(tx)
        .sql("select * from api_token where id = ?")
        .param(id)
        .query(ApiTokens::read)
        .optional();
  }

  /**
   * The newest first.
   *
   * @param of whose; null: everybody's
   */
  public List<ApiToken> page(@Nullable UUID before, @Nullable PersonId of, int limit) {
    return Sql.on(tx)
        .sql(
            """
            select * from api_token
            where (cast(:before as uuid) is null or id < :before)
              and (cast(:person as uuid) is null or person_id = :person)
            order by id desc limit :limit
            """)
        .param("before", before)
        .param("person", of == null ? null : of.value())
        .param("limit", limit)
        .query(ApiTokens::read)
        .list();
  }

  /**
   * Effective with the next request, and with it all that were made by it, also by requests that
   * are under way: they hold the token they are made with until they end.
   *
   * @return those that were not revoked before
   */
  public List<UUID> revoke(UUID id, Instant at) {
    var all = new ArrayList<UUID>();
    List<UUID> revoked;
    do {
      revoked = revokeKnown(id, at);
      all.addAll(revoked);
    } while (!revoked.isEmpty());
    return all;
  }

  /** Those that are there when it begins; meanwhile there may be more. */
  private List<UUID> revokeKnown(UUID id, Instant at) {
    return Sql.on(tx)
        .sql(
            """
            with recursive family as (
              select id from api_token where id = ?
              union
              select t.id from api_token t join family f on t.parent_id = f.id)
            update api_token set revoked_at = ?
            where id in (select id from family) and revoked_at is null returning id
            """)
        .params(id, at.atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .list();
  }

  /**
   * To be called when their membership has been ended: until then they make more.
   *
   * @return those that were not revoked before
   */
  public List<UUID> revokeAllOf(PersonId person, Instant at) {
    return Sql.on(tx)
        .sql(
            "update api_token set revoked_at = ? where person_id = ? and revoked_at is null"
                + " returning id")
        .params(at.atOffset(ZoneOffset.UTC), person.value())
        .query(UUID.class)
        .list();
  }

  /** Notes it unless it was noted within a minute, here or on another node. */
  public void used(UUID id, Instant at) {
    Sql.on(tx)
        .sql(
            """
            update api_token set last_used_at = :at
            where id = :id and coalesce(last_used_at <= :at - interval '1 minute', true)
            """)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }

  static ApiToken read(ResultSet row, int n) throws SQLException {
    var person = row.getObject("person_id", UUID.class);
    return new ApiToken(
        new TenantId(row.getObject("tenant_id", UUID.class)),
        row.getObject("id", UUID.class),
        person == null ? null : new PersonId(person),
        row.getObject("parent_id", UUID.class),
        row.getString("name"),
        row.getBytes("hash"),
        List.of((String[]) row.getArray("abilities").getArray()),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        instant(row, "revoked_at"),
        instant(row, "last_used_at"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
