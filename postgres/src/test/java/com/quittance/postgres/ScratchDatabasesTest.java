package com.quittance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ScratchDatabasesTest {

  @Test
  void copiesATemplateThatIsPreparedOnce() throws Exception {
    var one = ScratchDatabases.template("prepared", ScratchDatabasesTest::prepare);
    var two = ScratchDatabases.template("prepared", ScratchDatabasesTest::prepare);

    assertThat(one.name()).isNotEqualTo(two.name());
    assertThat(ask(one, "select count(*) from thing")).isEqualTo("1");
    assertThat(ask(two, "select count(*) from thing")).isEqualTo("1");
  }

  @Test
  void isAsDurableAsTheRealServerAndNotInUtc() throws Exception {
    var database = ScratchDatabases.create();
    assertThat(ask(database, "show fsync")).isEqualTo("on");
    assertThat(ask(database, "show timezone")).isNotEqualTo("UTC");
    assertThat(ask(database, "select rolsuper from pg_roles where rolname = current_user"))
        .isEqualTo("f");
  }

  private static void prepare(Database template) {
    try (var c = template.connect();
        var s = c.createStatement()) {
      s.execute("create table thing as select 1 as a");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ask(Database database, String sql) throws SQLException {
    try (var c = database.connect();
        var s = c.createStatement();
        var rows = s.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
