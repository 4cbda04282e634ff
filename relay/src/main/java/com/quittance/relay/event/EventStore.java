package com.quittance.relay.event;

import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened, of all tenants: for operators. Events never change. */
public final class EventStore {

  private final Database database;

  public EventStore(Database database) {
    this.database = database;
  }

  public Optional<StoredEvent> get(UUID tenant, UUID id) {
    return database.ask(
        c ->
            Sql.of(c, "select * from relay.event where tenant_id = ? and id = ?")
                .set(tenant)
                .set(id)
                .first(EventStore::read));
  }

  /** The latest first. */
  public List<StoredEvent> search(EventSearch search) {
    var where = new ArrayList<String>();
    var values = new ArrayList<Object>();
    and(where, values, "tenant_id = ?", search.tenant());
    and(where, values, "type = ?", search.type());
    and(where, values, "tags @> ?::text[]", search.tags().isEmpty() ? null : search.tags());
    and(where, values, "correlation_id = ?", search.correlation());
    and(where, values, "id >= ?", firstId(search.from()));
    and(where, values, "id < ?", firstId(search.to()));
    and(where, values, "id < ?", search.after());
    return database.ask(
        c -> {
          var sql =
              Sql.of(
                  c,
                  "select * from relay.event"
                      + (where.isEmpty() ? "" : " where " + String.join(" and ", where))
                      + " order by id desc limit ?");
          values.forEach(sql::set);
          return sql.set(search.limit()).list(EventStore::read);
        });
  }

  private static void and(
      List<String> where, List<Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      where.add(condition);
      values.add(value);
    }
  }

  /** Ids are ranges of time, so that whole months are left out of the search. */
  private static @Nullable UUID firstId(@Nullable Instant instant) {
    return instant == null ? null : new UUID(instant.toEpochMilli() << 16, 0);
  }

  private static StoredEvent read(ResultSet row) throws SQLException {
    return new StoredEvent(
        Sql.uuid(row, "tenant_id"),
        Sql.uuid(row, "id"),
        row.getString("type"),
        row.getInt("version"),
        row.getString("payload"),
        List.of((String[]) row.getArray("tags").getArray()),
        Sql.instant(row, "occurred_at"),
        row.getString("actor"),
        Sql.uuid(row, "correlation_id"),
        row.getObject("causation_id", UUID.class),
        row.getString("trace_parent"));
  }
}
