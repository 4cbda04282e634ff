package com.quittance.relay.worker;

import com.quittance.relay.EventMap;
import com.quittance.relay.sql.Database;
import com.quittance.relay.sql.Sql;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A node that cannot read what waits must not start: it would give all of it up. */
public final class StartCheck {

  private record Waiting(String type, int version, long count) {}

  private StartCheck() {}

  /**
   * @return the queues in which deliveries wait
   * @throws IllegalStateException naming every stored, undelivered type and version without reader
   */
  public static Set<String> check(Database database, EventMap<?> map) throws SQLException {
    var waiting =
        database.with(
            c ->
                Sql.of(
                        c,
                        """
                        select e.type, e.version, count(*) as n
                        from relay.delivery d
                        join relay.event e on e.tenant_id = d.tenant_id and e.id = d.event_id
                        group by e.type, e.version order by e.type, e.version
                        """)
                    .list(
                        row ->
                            new Waiting(
                                row.getString("type"), row.getInt("version"), row.getLong("n"))));
    var unread =
        waiting.stream()
            .filter(it -> !map.reads(it.type, it.version))
            .map(it -> "%s version %d (%d waiting)".formatted(it.type, it.version, it.count))
            .collect(Collectors.joining(", "));
    if (!unread.isEmpty()) {
      throw new IllegalStateException(
          "undelivered events that this program cannot read: %s. Bind the type, or add an upcaster."
              .formatted(unread));
    }
    return database.with(
        c ->
            new HashSet<>(
                Sql.of(c, "select distinct queue from relay.delivery")
                    .list(row -> row.getString("queue"))));
  }
}
