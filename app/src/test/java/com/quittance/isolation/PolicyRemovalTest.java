package com.quittance.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the policies of row-level security are good for: with them the application sees no row of
 * another company, in any table, and no statement of its own needs to ask for that. Each is taken
 * away once, to show that the look notices.
 */
@ExtendWith(Doors.Opened.class)
class PolicyRemovalTest {

  /** Of what a company does not make by the API, one row for it ($1) is planted by hand. */
  private static final Map<String, String> PLANTED =
      Map.ofEntries(
          planted("gateway_event", "'stripe', 'evt', 'x', gen_random_uuid(), 'ignored', now()"),
          planted("invoice_pdf", "gen_random_uuid(), 'issued', '', repeat('0', 64), now()"),
          planted(
              "mail_delivery", "gen_random_uuid(), 'x', 'x', 'x', 'x', 'sent', 0, now(), now()"),
          planted(
              "payment_audit",
              "gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'x', gen_random_uuid(), 'x',"
                  + " 'x', 'x', 'x', 1, 'XOF', now(), now()"),
          Map.entry(
              "public.payment_route",
              "insert into payment_route values ('stripe', 'x', $1, gen_random_uuid())"),
          planted(
              "refund",
              "gen_random_uuid(), gen_random_uuid(), 1, 'XOF', 'pending', 'x', null, null, now(),"
                  + " null"),
          planted("webhook_attempt", "gen_random_uuid(), 1, now(), 200, null, 1, ''"),
          Map.entry(
              "relay.attempt",
              "insert into relay.attempt values ($1, uuidv7(), 1, uuidv7(), 'x', 'x', 1,"
                  + " 'completed', uuidv7(), now(), now(), null)"),
          Map.entry(
              "relay.batch", "insert into relay.batch values ($1, uuidv7(), 1, 1, 0, now(), null)"),
          Map.entry("relay.lane", "insert into relay.lane values ($1, 'x', 1, null)"),
          Map.entry("relay.task_run", "insert into relay.task_run values ($1, 'x', now())"),
          Map.entry(
              "relay.unique_window",
              "insert into relay.unique_window values ($1, 'x', 'x', now())"));

  private static Map.Entry<String, String> planted(String table, String values) {
    return Map.entry("public." + table, "insert into %s values ($1, %s)".formatted(table, values));
  }

  private final Doors doors;
  private final UUID victim;
  private final UUID stranger;

  PolicyRemovalTest(Doors doors) {
    this.doors = doors;
    this.victim = new Belongings(doors).tenant().id().value();
    this.stranger = doors.newTenant().id().value();
  }

  @Test
  void eachPolicyKeepsRowsApartAndIsMissedWhenItIsTakenAway() throws SQLException {
    var seen = new ArrayList<String>();
    var useless = new ArrayList<String>();
    var tables = tables();
    assertThat(tables).hasSizeGreaterThan(20).containsAll(PLANTED.keySet());
    for (var table : tables) {
      if (foreignRows(table, "") != 0) {
        seen.add(table);
      }
      var off = "alter table %s disable row level security".formatted(table);
      var open = "create policy hole on %s using (true)".formatted(table);
      if (foreignRows(table, off) == 0 || foreignRows(table, open) == 0) {
        useless.add(table);
      }
    }
    assertThat(seen).as("tables whose rows another company sees").isEmpty();
    assertThat(useless)
        .as("tables without a row to see: have Belongings make one, or plant it")
        .isEmpty();
  }

  private List<String> tables() {
    return doors
        .house()
        .sql()
        .sql(
            """
            select n.nspname || '.' || c.relname
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
              join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
            where c.relkind in ('r', 'p') and not c.relispartition and c.relrowsecurity
              and n.nspname in ('public', 'relay')
              and has_table_privilege('quittance_app', c.oid, 'select')
            order by 1
            """)
        .query(String.class)
        .list();
  }

  /**
   * How many rows of the victim's the application sees for the stranger.
   *
   * @param mutation done before, and undone
   */
  private long foreignRows(String table, String mutation) throws SQLException {
    try (var connection = doors.house().adminSource().getConnection()) {
      connection.setAutoCommit(false);
      try {
        if (!mutation.isEmpty()) {
          run(connection, mutation);
        }
        if (PLANTED.containsKey(table)) {
          run(connection, "set local session_replication_role = replica"); // without what it needs
          run(connection, PLANTED.get(table).replace("$1", "'%s'".formatted(victim)));
        }
        run(connection, "set local role quittance_app");
        run(connection, "select set_config('app.tenant_id', '%s', true)".formatted(stranger));
        return count(connection, table);
      } finally {
        connection.rollback();
      }
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long count(Connection connection, String table) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "select count(*) from %s where tenant_id = ?".formatted(table))) {
      statement.setObject(1, victim);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
