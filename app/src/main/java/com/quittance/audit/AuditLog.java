package com.quittance.audit;

import com.quittance.database.Sql;
import com.quittance.relay.Tx;
import com.quittance.relay.event.StoredEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The chain of the transaction's tenant. */
public final class AuditLog {

  /** What operators did that concerns no tenant, or all: a chain like a tenant's. */
  public static final UUID OPERATORS = new UUID(0, 0);

  private static final String COLUMNS =
      "tenant_id, seq, at, actor, request, origin, action, version, event_id, details, hash";

  private final Tx tx;

  public AuditLog(Tx tx) {
    this.tx = tx;
  }

  /**
   * What narrows a look at the log.
   *
   * @param before the sequence number to go on below; null: from the last entry
   */
  public record Search(
      @Nullable String action, @Nullable String actor, @Nullable Long before, int limit) {}

  /**
   * @param next where to go on, exclusively; null at the end
   */
  public record Found(List<AuditEntry> entries, @Nullable Long next) {}

  /** No more are looked at for one page, however few of them are meant. */
  private static final int LOOKED_AT = 5_000;

  /**
   * Chains these events behind the last entry. Whoever else appends to this chain waits until the
   * transaction has ended.
   */
  void append(List<StoredEvent> events) {
    Sql.on(tx)
        .sql(
            """
            select audit_append(?, ?, ?, ?, ?::timestamptz, ?::text[], ?::int[], ?::uuid[],
              ?::text[])
            """)
        .params(
            tx.tenant(),
            tx.scope().actor(),
            tx.scope().correlation(),
            tx.scope().origin(),
            events.getFirst().occurredAt().toString(),
            column(events, StoredEvent::type),
            column(events, StoredEvent::version),
            column(events, StoredEvent::id),
            column(events, StoredEvent::payload))
        .query((_, _) -> true)
        .single();
  }

  private static String[] column(List<StoredEvent> events, Function<StoredEvent, Object> part) {
    return events.stream().map(part).map(String::valueOf).toArray(String[]::new);
  }

  public Optional<AuditHead> head() {
    return Sql.on(tx)
        .sql(
            """
            select tenant_id, seq, hash, at from audit_entry where tenant_id = ?
            order by seq desc limit 1
            """)
        .param(tx.tenant())
        .query(AuditLog::readHead)
        .optional();
  }

  /** The first ones behind that number, in their order. */
  public List<AuditEntry> after(long seq, int limit) {
    return Sql.on(tx)
        .sql(
            "select %s from audit_entry where tenant_id = ? and seq > ? order by seq limit ?"
                .formatted(COLUMNS))
        .params(tx.tenant(), seq, limit)
        .query(AuditLog::read)
        .list();
  }

  /**
   * The latest first. Looks at a bounded number of entries: a page may be short, or empty, and
   * still have a next one.
   */
  public Found search(Search search) {
    var found =
        Sql.on(tx)
            .sql(
                """
                select %1$s from (
                  select %1$s from audit_entry where tenant_id = ? and seq < ?
                  order by seq desc limit ?) looked_at
                where (?::text is null or action = ?) and (?::text is null or actor = ?)
                order by seq desc limit ?
                """
                    .formatted(COLUMNS))
            .params(
                tx.tenant(),
                before(search),
                LOOKED_AT,
                search.action(),
                search.action(),
                search.actor(),
                search.actor(),
                search.limit() + 1)
            .query(AuditLog::read)
            .list();
    if (found.size() > search.limit()) {
      var page = List.copyOf(found.subList(0, search.limit()));
      return new Found(page, page.getLast().seq());
    }
    return new Found(found, end(before(search)));
  }

  private static long before(Search search) {
    return search.before() == null ? Long.MAX_VALUE : search.before();
  }

  /** The last one that was looked at, when there are more behind it. */
  private @Nullable Long end(long before) {
    return Sql.on(tx)
        .sql(
            """
            select seq from audit_entry where tenant_id = ? and seq < ? and seq > 1
            order by seq desc offset ? limit 1
            """)
        .params(tx.tenant(), before, LOOKED_AT - 1)
        .query(Long.class)
        .optional()
        .orElse(null);
  }

  private static AuditHead readHead(ResultSet row, int n) throws SQLException {
    return new AuditHead(
        row.getObject("tenant_id", UUID.class),
        row.getLong("seq"),
        HexFormat.of().formatHex(row.getBytes("hash")),
        at(row));
  }

  private static AuditEntry read(ResultSet row, int n) throws SQLException {
    return new AuditEntry(
        row.getObject("tenant_id", UUID.class),
        row.getLong("seq"),
        at(row),
        row.getString("actor"),
        row.getObject("request", UUID.class),
        row.getString("origin"),
        row.getString("action"),
        row.getInt("version"),
        row.getObject("event_id", UUID.class),
        row.getString("details"),
        HexFormat.of().formatHex(row.getBytes("hash")));
  }

  private static Instant at(ResultSet row) throws SQLException {
    return row.getObject("at", OffsetDateTime.class).toInstant();
  }
}
