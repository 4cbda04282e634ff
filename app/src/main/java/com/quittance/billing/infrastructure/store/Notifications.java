package com.quittance.billing.infrastructure.store;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people of the tenant find when they look in. */
public final class Notifications {

  /** How much it matters. */
  public enum Severity {
    INFO,
    WARNING,
    CRITICAL;

    /** As stored and as published. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One of them.
   *
   * @param readAt null: nobody has read it
   */
  public record Notification(
      UUID id,
      String kind,
      Severity severity,
      String title,
      String body,
      Instant createdAt,
      @Nullable Instant readAt) {}

  private final Tx tx;

  public Notifications(Tx tx) {
    this.tx = tx;
  }

  /**
   * Newest first.
   *
   * @param unread only those that nobody has read, or only those that somebody has
   * @param before only those made before this one, for the next page
   */
  public List<Notification> page(
      @Nullable Boolean unread, @Nullable Severity severity, @Nullable UUID before, int limit) {
    return Sql.on(tx)
        .sql(
            """
            select * from notification
            where (:before::uuid is null or id < :before)
              and (:unread::boolean is null or (read_at is null) = :unread)
              and (:severity::text is null or severity = :severity)
            order by id desc limit :limit
            """)
        .param("before", before)
        .param("unread", unread)
        .param("severity", severity == null ? null : severity.code())
        .param("limit", limit)
        .query(Notifications::notification)
        .list();
  }

  /**
   * Notes that somebody has read it; that they did before stays.
   *
   * @return nothing when the tenant has none of that id
   */
  public Optional<Notification> read(UUID id, Instant at) {
    return Sql.on(tx)
        .sql("update notification set read_at = coalesce(read_at, ?) where id = ? returning *")
        .params(at.atOffset(ZoneOffset.UTC), id)
        .query(Notifications::notification)
        .optional();
  }

  /**
   * @return how many had not been read
   */
  public int readAll(Instant at) {
    return Sql.on(tx)
        .sql("update notification set read_at = ? where read_at is null")
        .param(at.atOffset(ZoneOffset.UTC))
        .update();
  }

  private static Notification notification(ResultSet row, int n) throws SQLException {
    var read = row.getObject("read_at", OffsetDateTime.class);
    return new Notification(
        row.getObject("id", UUID.class),
        row.getString("kind"),
        Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
        row.getString("title"),
        row.getString("body"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        read == null ? null : read.toInstant());
  }

  /** Once for each job and kind, however often the job runs. */
  public void add(
      UUID id, UUID job, String kind, Severity severity, String title, String body, Instant at) {
    Sql.on(tx)
        .sql(
            """
            insert into notification (tenant_id, id, job_id, kind, severity, title, body, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant_id, job_id, kind) do nothing
            """)
        .params(
            tx.tenant(), id, job, kind, severity.code(), title, body, at.atOffset(ZoneOffset.UTC))
        .update();
  }
}
