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
 * What the policies of row-level security are good for: with them the application sees, changes and
 * adds no row of another company's, in any table, and no statement of its own needs to ask for
 * that. Each is taken away once, to show that the tries notice.
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

  /** Keeps one row of the victim's, to be written once more. */
  private static final String ROW =
      "select set_config('a.row', to_jsonb(t)::text, true) from %s t where tenant_id = $1 limit 1";

  private static final String UNIQUE_VIOLATION = "23505";

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
    var reached = new ArrayList<String>();
    var useless = new ArrayList<String>();
    var tables = tables();
    assertThat(tables).hasSizeGreaterThan(20).containsAll(PLANTED.keySet());
    for (var table : tables) {
      var off = "alter table %s disable row level security".formatted(table);
      var open = "create policy hole on %s using (true) with check (true)".formatted(table);
      for (var deed : deeds(table)) {
        if (reaches(table, "", deed)) {
          reached.add(deed);
        }
        if (!reaches(table, off, deed) || !reaches(table, open, deed)) {
          useless.add(deed);
        }
      }
    }
    assertThat(reached).as("what another company can do with rows").isEmpty();
    assertThat(useless).as("what finds no row: have Belongings make one, or plant it").isEmpty();
  }

  /** All that the application may do with a table, each done to the victim's rows. */
  private List<String> deeds(String table) {
    return doors
        .house()
        .sql()
        .sql(
            """
            with may as (
              select string_agg(quote_ident(attname), ', ') filter (where attgenerated = '') as columns,
                min(quote_ident(attname)) filter (where attgenerated = ''
                  and has_column_privilege('quittance_app', attrelid, attnum, 'update')) as one
              from pg_attribute
              where attrelid = '%1$s'::regclass and attnum > 0 and not attisdropped)
            select 'select from %1$s where tenant_id = $1' from may
            union all
            select format('update %1$s set %%1$s = %%1$s where tenant_id = $1', one)
            from may where one is not null
            union all
            select 'delete from %1$s where tenant_id = $1'
            where has_table_privilege('quittance_app', '%1$s', 'delete')
            union all
            select format('insert into %1$s (%%1$s) overriding system value select %%1$s'
              ' from jsonb_populate_record(null::%1$s, current_setting(''a.row'')::jsonb)', columns)
            from may where has_table_privilege('quittance_app', '%1$s', 'insert')
            """
                .formatted(table))
        .query(String.class)
        .list();
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
   * Whether the application, for the stranger, sees or changes a row of the victim's, or adds one
   * more: that there is one like it already is found after the policy was asked.
   *
   * @param mutation done before, and undone
   */
  private boolean reaches(String table, String mutation, String deed) throws SQLException {
    try (var connection = doors.house().adminSource().getConnection()) {
      connection.setAutoCommit(false);
      try {
        run(connection, "set local session_replication_role = replica"); // no keys, no triggers
        run(connection, of(victim, PLANTED.getOrDefault(table, "")));
        run(connection, of(victim, ROW.formatted(table)));
        run(connection, mutation);
        run(connection, "set local role quittance_app");
        run(connection, "select set_config('app.tenant_id', '%s', true)".formatted(stranger));
        return run(connection, of(victim, deed)) > 0;
      } catch (SQLException refused) {
        assertThat(refused.getMessage())
            .as(deed)
            .containsAnyOf("violates row-level security policy", "violates unique constraint");
        return UNIQUE_VIOLATION.equals(refused.getSQLState());
      } finally {
        connection.rollback();
      }
    }
  }

  private static String of(UUID tenant, String sql) {
    return sql.replace("$1", "'%s'".formatted(tenant));
  }

  /** How many rows it saw or changed. */
  private static int run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return statement.getUpdateCount();
      }
      var rows = 0;
      try (var row = statement.getResultSet()) {
        while (row.next()) {
          rows++;
        }
      }
      return rows;
    }
  }
}
