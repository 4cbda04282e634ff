package com.quittance.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.TestHouse;
import com.quittance.billing.domain.InvoiceId;
import com.quittance.billing.domain.Refused;
import com.quittance.billing.infrastructure.store.Invoices;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What keeps tenants apart, read from the catalog: a new table that forgets a rule fails here. */
class TenantIsolationTest {

  /** Tables that belong to no tenant, and why that is right. */
  private static final Set<String> GLOBAL =
      Set.of(
          "public.flyway_schema_history", // the schema's own
          "public.tenant", // its key is the tenant; its policy is checked below like any other's
          "public.person", // works for several companies; its policies are checked below
          "public.person_session", // of a person
          "public.known_device", // of a person
          "public.second_factor", // of a person
          "public.recovery_code", // of a person
          "public.sealing_key", // which keys the servers need; nothing of any tenant
          "public.sign_in_attempt", // of an address, perhaps nobody's
          "public.password_reset", // of an address, perhaps nobody's
          "public.password_link", // of a person
          "public.rate_limit", // of addresses too; the key names the tenant where there is one
          "public.payment_route", // found by the gateway's reference, before a tenant is known
          "public.unrouted_gateway_event", // belongs to no tenant by definition
          "relay.node", // processes
          "relay.queue_pause", // queues
          "relay.listener_state", // listeners
          "relay.replay"); // what operators asked for, of one tenant or all

  /** Whose policies do not ask for the tenant: to do what, with which table. */
  private static final Set<String> OPEN =
      Set.of(
          "quittance_router select public.tenant",
          "quittance_router select public.api_token",
          "quittance_router select public.membership",
          "quittance_router select public.webhook_secret",
          "quittance_router select public.payment_route",
          "quittance_router all public.rate_limit",
          "quittance_people all public.person",
          "quittance_people all public.person_session",
          "quittance_people all public.known_device",
          "quittance_people all public.second_factor",
          "quittance_people all public.recovery_code",
          "quittance_people all public.sealing_key",
          "quittance_people all public.sign_in_attempt",
          "quittance_people all public.password_reset",
          "quittance_people all public.password_link",
          "quittance_app select public.person (EXISTS ( SELECT FROM membership m"
              + " WHERE ((m.person_id = person.id) AND (m.tenant_id = current_tenant()))))",
          "quittance_relay all relay.event",
          "quittance_relay all relay.delivery",
          "quittance_relay all relay.attempt",
          "quittance_relay all relay.failed_job",
          "quittance_relay all relay.task_run",
          "quittance_relay all relay.batch",
          "quittance_relay all relay.lane",
          "quittance_relay all relay.unique_window");

  private static final String TABLES =
      """
      select n.nspname || '.' || c.relname as name, c.relrowsecurity, c.relforcerowsecurity,
        pg_get_userbyid(c.relowner) as owner, c.oid
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'relay') and c.relkind in ('r', 'p')
      """;

  @TempDir static Path folder;
  private static TestHouse house;
  private static JdbcClient sql;

  @BeforeAll
  static void open() {
    house = TestHouse.open(folder);
    sql = house.sql();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static List<String> names(String query) {
    return sql.sql(query).query(String.class).list();
  }

  private static List<String> tenantTables() {
    return names("select name from (%s) t".formatted(TABLES)).stream()
        .filter(name -> !GLOBAL.contains(name))
        .toList();
  }

  @Test
  void everyTenantTableForcesRowLevelSecurity() {
    assertThat(tenantTables()).hasSizeGreaterThan(15);
    assertThat(
            names(
                "select name from (%s) t where not (relrowsecurity and relforcerowsecurity)"
                    .formatted(TABLES)))
        .allMatch(GLOBAL::contains)
        .doesNotContain(
            "public.tenant",
            "public.person",
            "public.person_session",
            "public.known_device",
            "public.sign_in_attempt",
            "public.password_reset",
            "public.password_link",
            "public.second_factor",
            "public.recovery_code",
            "public.sealing_key",
            "public.rate_limit",
            "public.payment_route");
  }

  /** Compared as a whole: {@code tenant_id = current_tenant() or true} asks for nothing. */
  @Test
  void everyPolicyAsksForTheTenantInWhatIsReadAndInWhatIsWritten() {
    var asking =
        """
        (array[$$(tenant_id = current_tenant())$$,
          $$(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)$$,
          case tablename when 'tenant' then '(id = current_tenant())' end])
        """;
    assertThat(
            names(
                """
                select concat_ws(' ', role, lower(cmd), schemaname || '.' || tablename,
                  nullif(regexp_replace(qual, '\\s+', ' ', 'g'), 'true'))
                from pg_policies, unnest(roles) role where schemaname in ('public', 'relay')
                  and (qual = any %1$s and coalesce(with_check, qual) = any %1$s) is not true
                """
                    .formatted(asking)))
        .containsExactlyInAnyOrderElementsOf(OPEN);
  }

  @Test
  void everyPrimaryAndUniqueKeyBeginsWithTheTenant() {
    var offending =
        names(
            """
            select t.name || ': ' || i.indexrelid::regclass
            from (%s) t join pg_index i on i.indrelid = t.oid
            join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
            where i.indisunique and a.attname <> 'tenant_id'
            """
                .formatted(TABLES));
    assertThat(offending).allMatch(line -> GLOBAL.contains(line.substring(0, line.indexOf(':'))));
  }

  @Test
  void everyForeignKeyCarriesTheTenant() {
    var offending =
        names(
            """
            select t.name || ': ' || k.conname
            from (%s) t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
            where k.confrelid not in
                ('tenant'::regclass, 'person'::regclass, 'sealing_key'::regclass)
              and not exists (select from pg_attribute a
                where a.attrelid = t.oid and a.attnum = any(k.conkey) and a.attname = 'tenant_id')
            """
                .formatted(TABLES));
    assertThat(offending).isEmpty();
  }

  @Test
  void theApplicationOwnsNothingAndMayNotEmptyATable() {
    assertThat(names("select distinct owner from (%s) t".formatted(TABLES)))
        .doesNotContain("quittance_app", "quittance_relay", "quittance_router", "quittance_people");
    assertThat(
            names(
                """
                select rolname from pg_roles where rolname like 'quittance_%'
                  and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb)
                """))
        .isEmpty();
    assertThat(
            names(
                """
                select t.name from (%s) t, unnest(array['quittance_app', 'quittance_router']) role
                where has_table_privilege(role, t.oid, 'truncate')
                """
                    .formatted(TABLES)))
        .isEmpty();
  }

  @Test
  void theEngineSeesNoBusiness() {
    assertThat(
            names(
                """
                select t.name from (%s) t where t.name like 'public.%%'
                  and has_any_column_privilege('quittance_relay', t.oid, 'select')
                """
                    .formatted(TABLES)))
        .isEmpty();
  }

  @Test
  void issuedMoneyCannotBeChangedByTheApplication() {
    assertThat(
            names(
                """
                select a.attname from pg_attribute a where a.attrelid = 'invoice'::regclass
                  and a.attnum > 0 and has_column_privilege('quittance_app', 'invoice', a.attname, 'update')
                order by 1
                """))
        .containsExactly("announced_milestone", "metadata", "paid", "status");
    assertThat(names("select has_table_privilege('quittance_app', 'invoice_line', 'update')::text"))
        .containsExactly("false");
  }

  /** Whose password and whose session: an injected statement of the application's sees none. */
  @Test
  void theApplicationSeesNothingOfPeopleButTheirAddresses() {
    assertThat(
            names(
                """
                select c.relname || '.' || a.attname || ' ' || role
                from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0,
                  unnest(array['quittance_app', 'quittance_relay', 'quittance_router']) role
                where c.relname in ('person', 'person_session', 'known_device', 'sign_in_attempt',
                    'password_reset', 'password_link',
                    'second_factor', 'recovery_code', 'sealing_key')
                  and c.relkind = 'r' and (has_column_privilege(role, c.oid, a.attnum, 'select')
                    or has_column_privilege(role, c.oid, a.attnum, 'update'))
                """))
        .containsExactlyInAnyOrder(
            "person.id quittance_app", "person.email quittance_app", "person.locale quittance_app");
  }

  @Test
  void noViewOrFunctionReachesAroundThePolicies() {
    assertThat(
            names(
                """
                select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('public', 'relay') and c.relkind in ('v', 'm')
                """))
        .isEmpty();
    assertThat(
            names(
                """
                select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname in ('public', 'relay') and p.prosecdef
                """))
        .as("these read no tenant's rows")
        .containsExactlyInAnyOrder("make_partitions", "horizon");
  }

  @Test
  void withoutATenantThereAreNoRows() throws Exception {
    house.createInvoice(1_000);
    try (var connection = house.house().database().application().getConnection()) {
      var client =
          JdbcClient.create(
              new org.springframework.jdbc.datasource.SingleConnectionDataSource(connection, true));
      for (var table : tenantTables()) {
        if (mayRead(table)) {
          assertThat(client.sql("select count(*) from " + table).query(Long.class).single())
              .as(table)
              .isZero();
        }
      }
    }
  }

  private static boolean mayRead(String table) {
    return sql.sql("select has_table_privilege('quittance_app', ?, 'select')")
        .param(table)
        .query(Boolean.class)
        .single();
  }

  @Test
  void anotherTenantsInvoiceIsNotThere() {
    var other = house.addTenant("Lagune SARL", "Africa/Abidjan", "XOF");
    var invoice = house.createInvoice(1_000);
    var id = new InvoiceId(invoice.id().value());
    assertThatThrownBy(
            () ->
                house.house().transactions().in(house.scope(other), tx -> new Invoices(tx).get(id)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void anotherTenantsClientCannotBeBilled() {
    var other = house.addTenant("Baobab SA", "Africa/Dakar", "XOF");
    var foreign = house.addClient();
    assertThatThrownBy(
            () ->
                house
                    .house()
                    .transactions()
                    .run(
                        house.scope(other),
                        tx -> {
                          try (var insert =
                              tx.connection()
                                  .prepareStatement(
                                      """
                                      insert into invoice (tenant_id, id, client_id, series, sequence,
                                        number, status, currency, issue_date, due_date, subtotal,
                                        tax_total, total, paid, taxes, metadata, created_at)
                                      values (?, gen_random_uuid(), ?, 'x', 1, 'x', 'sent', 'XOF',
                                        current_date, current_date, 1, 0, 1, 0, '[]', '{}', now())
                                      """)) {
                            insert.setObject(1, other.id().value());
                            insert.setObject(2, foreign.id().value());
                            insert.executeUpdate();
                          }
                        }))
        .hasMessageContaining("foreign key");
  }
}
