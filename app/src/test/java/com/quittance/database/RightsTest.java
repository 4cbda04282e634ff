package com.quittance.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that any role but the owner has been granted, kept in a file: one right more is a line that
 * somebody reads. Partitions have none of their own.
 */
class RightsTest {

  private static final Path FILE = Path.of("src/test/resources/rights.txt");

  private static final String GRANTS =
      """
      with kept as (
        select 0 as kind, 'schema ' || nspname as thing, null as part, nspowner as owner, nspacl as acl
        from pg_namespace
        union all
        select 1, nspname || '.' || relname, null, relowner, relacl
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        union all
        select 1, nspname || '.' || relname, attname, relowner, attacl
        from pg_attribute a join pg_class c on c.oid = a.attrelid
          join pg_namespace n on n.oid = c.relnamespace
        union all
        select 2, oid::regprocedure::text, null, proowner, coalesce(proacl, acldefault('f', proowner))
        from pg_proc where oid >= 16384 -- PostgreSQL's own are below
      ), granted as (
        select kind, thing, case grantee when 0 then 'everybody' else pg_get_userbyid(grantee) end as role,
          lower(privilege_type)
            || coalesce(' (' || string_agg(part, ', ' order by part collate "C") || ')', '')
            || case when is_grantable then ' and may grant it' else '' end as privilege
        from kept, aclexplode(acl)
        where grantee <> owner and thing !~ '^(schema )?(pg_|information_schema)'
        group by kind, thing, grantee, privilege_type, is_grantable, part is null
      )
      select thing || ' ' || role || ' ' || string_agg(privilege, ', ' order by privilege collate "C")
      from granted group by kind, thing, role order by kind, thing collate "C", role collate "C"
      """;

  private static final String MEMBERS =
      """
      select pg_get_userbyid(member) || ' may be ' || pg_get_userbyid(roleid)
      from pg_auth_members
      where pg_get_userbyid(member) like 'quittance_%' order by 1
      """;

  /** After a wanted change: {@code -Drights.write=true} writes the file anew. */
  @Test
  void noRoleMayMoreThanIsWritten(@TempDir Path folder) throws IOException {
    try (var house = TestHouse.open(folder)) {
      var sql = house.sql();
      var lines = sql.sql(MEMBERS).query(String.class).list();
      lines.addAll(sql.sql(GRANTS).query(String.class).list());
      var found = String.join("\n", lines) + "\n";
      if (Boolean.getBoolean("rights.write")) {
        Files.writeString(FILE, found);
        return;
      }
      assertThat(found)
          .as("app/%s; write it anew with -Drights.write=true", FILE)
          .isEqualTo(Files.readString(FILE));
    }
  }
}
