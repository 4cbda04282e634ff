package com.quittance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path folder;

  @Test
  void keepsItsDataOverARestart() throws Exception {
    try (var first = EmbeddedPostgres.open(folder)) {
      assertThat(first.started()).isTrue();
      execute(first, "create table note as select 'kept' as text");
    }
    try (var second = EmbeddedPostgres.open(folder)) {
      assertThat(second.started()).isTrue();
      assertThat(ask(second, "select text from note")).isEqualTo("kept");
    }
  }

  static void execute(EmbeddedPostgres server, String sql) throws Exception {
    try (var c = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        var s = c.createStatement()) {
      s.execute(sql);
    }
  }

  static String ask(EmbeddedPostgres server, String sql) throws Exception {
    try (var c = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        var s = c.createStatement();
        var rows = s.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
