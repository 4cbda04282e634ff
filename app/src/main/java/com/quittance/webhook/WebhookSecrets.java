package com.quittance.webhook;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import com.quittance.sealing.Seal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** What signs for the endpoints of the transaction's tenant, sealed each for its own row. */
final class WebhookSecrets {

  private final Tx tx;
  private final Seal seal;

  WebhookSecrets(Tx tx, Seal seal) {
    this.tx = tx;
    this.seal = seal;
  }

  private String place(UUID id) {
    return "webhook_secret.secret %s %s".formatted(tx.tenant(), id);
  }

  /** Signs from now on, and alone from {@code overlapEnds} on. */
  void add(UUID endpoint, UUID id, WebhookSecret secret, Instant overlapEnds) {
    Sql.on(tx)
        .sql(
            """
            update webhook_secret set expires_at = least(expires_at, ?::timestamptz)
            where endpoint_id = ?
            """)
        .params(overlapEnds.atOffset(ZoneOffset.UTC), endpoint)
        .update();
    Sql.on(tx)
        .sql("insert into webhook_secret (tenant_id, id, endpoint_id, secret) values (?, ?, ?, ?)")
        .params(tx.tenant(), id, endpoint, seal.seal(secret.text(), place(id)))
        .update();
  }

  /** Those that have ended, and of the others all but the newest. */
  void drop(UUID endpoint, Instant now, int keep) {
    Sql.on(tx)
        .sql(
            """
            delete from webhook_secret where endpoint_id = ? and (expires_at <= ? or id not in (
              select id from webhook_secret where endpoint_id = ? order by id desc limit ?))
            """)
        .params(endpoint, now.atOffset(ZoneOffset.UTC), endpoint, keep)
        .update();
  }

  /** Those that sign now, the newest first. */
  List<WebhookSecret> of(UUID endpoint, Instant now) {
    return Sql.on(tx)
        .sql(
            """
            select id, secret from webhook_secret
            where endpoint_id = ? and (expires_at is null or expires_at > ?) order by id desc
            """)
        .params(endpoint, now.atOffset(ZoneOffset.UTC))
        .query((row, _) -> open(row.getObject("id", UUID.class), row.getString("secret")))
        .list();
  }

  private WebhookSecret open(UUID id, String kept) {
    return new WebhookSecret(seal.open(kept, place(id)));
  }

  /** Those that are in clear, or sealed by a key that another has taken over from. */
  void renew() {
    var kept =
        Sql.on(tx)
            .sql("select id, secret from webhook_secret for update")
            .query((row, _) -> new Kept(row.getObject("id", UUID.class), row.getString("secret")))
            .list();
    for (var one : kept) {
      if (seal.isOutdated(one.secret)) {
        Sql.on(tx)
            .sql("update webhook_secret set secret = ? where id = ?")
            .params(seal.renewed(one.secret, place(one.id)), one.id)
            .update();
      }
    }
  }

  private record Kept(UUID id, String secret) {
    @Override
    public String toString() {
      return "…";
    }
  }
}
