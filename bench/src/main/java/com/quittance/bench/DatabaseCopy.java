package com.quittance.bench;

import com.quittance.postgres.EmbeddedPostgres;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A copy of the product's database, for one server of several.
 *
 * @param number the server's, from 0
 * @param guarded whether row-level security stays as it is shipped
 */
record DatabaseCopy(int number, boolean guarded) {

  private static final String GUARDED = "guarded_";
  private static final String UNGUARDED = "unguarded_";

  static boolean isCopy(String url) {
    return isGuarded(url) || url.contains("/" + UNGUARDED);
  }

  static boolean isGuarded(String url) {
    return url.contains("/" + GUARDED);
  }

  String name() {
    return (guarded ? GUARDED : UNGUARDED) + number;
  }

  /** Nobody may be connected to the original. */
  void make(EmbeddedPostgres postgres) throws SQLException {
    execute(
        postgres,
        postgres.adminJdbcUrl(),
        "create database %s template %s owner %2$s".formatted(name(), postgres.user()));
    if (!guarded) {
      execute(
          postgres,
          postgres.jdbcUrl(name()),
          """
          do $$ declare t regclass; begin
            for t in select oid from pg_class where relrowsecurity loop
              execute format('alter table %s disable row level security, no force row level security', t);
            end loop;
          end $$
          """);
    }
  }

  /** What autovacuum does, but when it is asked: connections plan anew after it. */
  void tidy(EmbeddedPostgres postgres) throws SQLException {
    execute(postgres, postgres.jdbcUrl(name()), "vacuum (analyze)");
  }

  private static void execute(EmbeddedPostgres postgres, String url, String sql)
      throws SQLException {
    try (var admin =
            DriverManager.getConnection(url, postgres.adminUser(), postgres.adminPassword());
        var statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }
}
