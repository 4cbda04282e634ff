package com.quittance.sealing;

import com.quittance.relay.UncheckedSqlException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The keys of this server, held against those the database was sealed with: all servers on it need
 * the same, and one that lacks some must not start.
 */
public final class ServerKeys {

  private final DataSource people;
  private final Clock clock;

  /**
   * @param people in the role that may see people
   */
  public ServerKeys(DataSource people, Clock clock) {
    this.people = people;
    this.clock = clock;
  }

  /**
   * @param chosen by the operator; none: those in the data folder, where one is made for a database
   *     that knows none yet
   * @throws KeysUnusable when one is missing
   */
  public Seal open(List<SealingKey> chosen, Path dataDir) {
    try (var connection = people.getConnection()) {
      connection.setAutoCommit(false);
      try {
        var keys = open(connection, chosen, new KeyFile(dataDir));
        connection.commit();
        return new Seal(keys);
      } finally {
        connection.rollback(); // nothing, once it is committed
        connection.setAutoCommit(true);
      }
    } catch (SQLException refused) {
      throw new UncheckedSqlException(refused);
    }
  }

  private List<SealingKey> open(Connection connection, List<SealingKey> chosen, KeyFile file) {
    var sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    if (known(sql).isEmpty()) {
      // Of two servers that come to a new database together, one makes the key.
      sql.sql("select pg_advisory_xact_lock(hashtextextended('sealing key', 0))")
          .query((_, _) -> true)
          .single();
    }
    var known = known(sql);
    var keys = chosen.isEmpty() ? file.read() : chosen;
    if (keys.isEmpty() && known.isEmpty()) {
      keys = file.make();
    }
    var ids = keys.stream().map(SealingKey::id).toList();
    for (var id : known) {
      if (!ids.contains(id) && !(isBefore(id, ids, known) && isDropped(sql, id))) {
        throw KeysUnusable.missing(id);
      }
    }
    if (!known.contains(ids.getFirst())) {
      sql.sql("insert into sealing_key (id, since) values (?, ?) on conflict do nothing")
          .params(ids.getFirst(), clock.instant().atOffset(ZoneOffset.UTC))
          .update();
    }
    return keys;
  }

  /** Whether the key that seals here has taken over from it: one of elsewhere is not known. */
  private static boolean isBefore(String id, List<String> ids, List<String> known) {
    return !ids.isEmpty() && known.indexOf(id) < known.indexOf(ids.getFirst());
  }

  /** A key may go once nothing is sealed with it any more: the sealed columns refer to it. */
  private static boolean isDropped(JdbcClient sql, String id) {
    sql.sql("savepoint before").update();
    try {
      return sql.sql("delete from sealing_key where id = ?").param(id).update() == 1;
    } catch (DataIntegrityViolationException needed) {
      sql.sql("rollback to savepoint before").update();
      return false;
    }
  }

  private static List<String> known(JdbcClient sql) {
    return sql.sql("select id from sealing_key order by since, id").query(String.class).list();
  }
}
