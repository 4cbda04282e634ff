package com.quittance.relay.event;

import com.quittance.relay.UncheckedSqlException;
import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Fragment;
import com.quittance.relay.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happened, of all tenants: for operators. Events never change. */
public final class EventStore {

  private static final int LOOKED_AT = 5_000;

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

  /**
   * The latest first. Looks at a bounded number of events, whatever the filter and however many are
   * stored: a page may be short and still have a {@linkplain EventPage#next() next} one.
   */
  public EventPage search(EventSearch search) {
    try {
      return database.transaction(c -> search(c, search));
    } catch (SQLException refused) {
      throw new UncheckedSqlException(refused);
    }
  }

  private static EventPage search(Connection connection, EventSearch search) throws SQLException {
    EventWalk.byIndexOnly(connection);
    var walk = EventWalk.down(connection, search.filter(), search.after(), LOOKED_AT);
    var after =
        search.after() == null ? Fragment.of("true") : Fragment.of("m.id < ?", search.after());
    var found =
        Fragment.format(
                "select * from (%s) m where %s order by m.id desc limit " + (search.limit() + 1),
                walk.meant("w.*"),
                after)
            .on(connection)
            .list(EventStore::read);
    if (found.size() > search.limit()) {
      var page = List.copyOf(found.subList(0, search.limit()));
      return new EventPage(page, page.getLast().id());
    }
    var end = walk.end().on(connection).first(row -> Sql.uuid(row, "id"));
    return new EventPage(List.copyOf(found), end.orElse(null));
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
