package com.quittance.idempotency;

import com.quittance.database.Sql;
import com.quittance.relay.FirstQuery;
import com.quittance.relay.FirstQuery.Found;
import com.quittance.relay.Scope;
import com.quittance.relay.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the transaction's tenant was answered under its keys. */
public final class KeptAnswers {

  /**
   * @param subject what the request is about, when it is begun before it is answered
   * @param status null while it has no answer
   */
  record Kept(
      byte[] fingerprint,
      UUID subject,
      Instant begunAt,
      @Nullable Integer status,
      @Nullable String location,
      byte @Nullable [] body) {

    private static Kept read(ResultSet row) throws SQLException {
      return new Kept(
          row.getBytes("fingerprint"),
          row.getObject("subject", UUID.class),
          row.getObject("begun_at", OffsetDateTime.class).toInstant(),
          row.getObject("status", Integer.class),
          row.getString("location"),
          row.getBytes("body"));
    }
  }

  /**
   * One of those that try to answer a request, one after another: when a lease is over the next
   * begins, about the same subject and later.
   *
   * @param begunAt as exact as the database keeps it
   */
  record Run(UUID subject, Instant begunAt) {

    Run {
      begunAt = begunAt.truncatedTo(ChronoUnit.MICROS);
    }
  }

  private final Tx tx;
  private final JdbcClient sql;

  public KeptAnswers(Tx tx) {
    this.tx = tx;
    this.sql = Sql.on(tx);
  }

  /** Keeps repetitions out until the transaction ends, unless one is under way. */
  static FirstQuery<Kept> lock(Scope scope, IdempotencyKey key) {
    return new FirstQuery<>(
        String.join("\n", scope.tenant().toString(), scope.actor(), key.route(), key.key()),
        """
        select fingerprint, subject, begun_at, status, location, body from idempotency_key
        where (tenant_id, principal, route, key) = (?, ?, ?, ?)
        """,
        List.of(scope.tenant(), scope.actor(), key.route(), key.key()),
        Kept::read);
  }

  /** The same in a transaction that has begun, for a round trip more. */
  Found<Kept> lock(IdempotencyKey key) {
    return lock(tx.scope(), key).in(tx);
  }

  /** What was begun and answered in this transaction; written at its end, with its events. */
  void add(IdempotencyKey key, Kept kept) {
    tx.atEnd(
        """
        insert into idempotency_key (tenant_id, principal, route, key, fingerprint, subject,
          begun_at, status, location, body)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        tx.tenant(),
        tx.scope().actor(),
        key.route(),
        key.key(),
        kept.fingerprint(),
        kept.subject(),
        kept.begunAt(),
        kept.status(),
        kept.location(),
        kept.body());
  }

  /** For what is answered in a later transaction. */
  void begin(IdempotencyKey key, Run run) {
    sql.sql(
            """
            insert into idempotency_key
              (tenant_id, principal, route, key, fingerprint, subject, begun_at)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant_id, principal, route, key) do update set begun_at = excluded.begun_at
            """)
        .params(
            tx.tenant(),
            tx.scope().actor(),
            key.route(),
            key.key(),
            key.fingerprint(),
            run.subject(),
            run.begunAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * @param run which one answers
   * @return false when another has taken its place since
   */
  boolean answer(IdempotencyKey key, Run run, Kept answer) {
    return end(
        "update idempotency_key set status = ?, location = ?, body = ?",
        Arrays.asList(answer.status(), answer.location(), answer.body()),
        key,
        run);
  }

  /**
   * @param run which one comes to nothing
   * @return false when another has taken its place since
   */
  boolean forget(IdempotencyKey key, Run run) {
    return end("delete from idempotency_key", List.of(), key, run);
  }

  /**
   * Lets the next run begin at once, about the same subject.
   *
   * @param run which one may have done something, or not
   * @param lease how long it would have kept others out
   * @return false when another has taken its place since
   */
  boolean release(IdempotencyKey key, Run run, Duration lease) {
    var over = run.begunAt().minus(lease).atOffset(ZoneOffset.UTC);
    return end("update idempotency_key set begun_at = ?", List.of(over), key, run);
  }

  private boolean end(
      String change, List<? extends @Nullable Object> values, IdempotencyKey key, Run run) {
    return sql.sql(
                """
                %s where (tenant_id, principal, route, key) = (?, ?, ?, ?)
                  and (subject, begun_at) = (?, ?) and status is null
                """
                    .formatted(change))
            .params(values)
            .params(tx.tenant(), tx.scope().actor(), key.route(), key.key())
            .params(run.subject(), run.begunAt().atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /** For the housekeeping: what is too old to be asked for again. */
  public int forgetBefore(Instant time) {
    return sql.sql("delete from idempotency_key where tenant_id = ? and begun_at < ?")
        .params(tx.tenant(), time.atOffset(ZoneOffset.UTC))
        .update();
  }
}
