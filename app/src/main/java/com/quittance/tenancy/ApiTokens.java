package com.quittance.tenancy;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** Tokens of the transaction's tenant. */
public final class ApiTokens {

  private final Tx tx;

  public ApiTokens(Tx tx) {
    this.tx = tx;
  }

  public void add(ApiToken token) {
    Sql.on(tx)
        .sql(
            """
            insert into api_token (tenant_id, id, name, hash, abilities, expires_at, created_at)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            tx.tenant(),
            token.id(),
            token.name(),
            token.hash(),
            token.abilities().toArray(String[]::new),
            token.expiresAt().atOffset(ZoneOffset.UTC),
            token.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * Effective with the next request.
   *
   * @return false when the tenant has no such token that was not revoked before
   */
  public boolean revoke(UUID id, Instant at) {
    return Sql.on(tx)
            .sql("update api_token set revoked_at = ? where id = ? and revoked_at is null")
            .params(at.atOffset(ZoneOffset.UTC), id)
            .update()
        == 1;
  }
}
