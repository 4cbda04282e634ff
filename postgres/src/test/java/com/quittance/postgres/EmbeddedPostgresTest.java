package com.quittance.postgres;

import static com.quittance.postgres.Server.ask;
import static com.quittance.postgres.Server.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path folder;

  @AfterEach
  void leaveNoServer() throws Exception {
    Server.of(folder).stopBroken();
  }

  @Test
  void keepsItsDataOverARestart() throws Exception {
    String address;
    try (var first = EmbeddedPostgres.open(folder)) {
      assertThat(first.started()).isTrue();
      address = first.jdbcUrl();
      execute(first, "create table note as select 'kept' as text");
    }
    assertThat(Server.of(folder).isRunning()).isFalse();
    try (var second = EmbeddedPostgres.open(folder)) {
      assertThat(second.started()).isTrue();
      assertThat(second.jdbcUrl()).isEqualTo(address);
      assertThat(ask(second, "select text from note")).isEqualTo("kept");
    }
  }

  @Test
  void isDurableAndPrivate() throws Exception {
    try (var server = Server.open(folder.resolve("data"))) {
      for (var setting : new String[] {"fsync", "synchronous_commit", "data_checksums"}) {
        assertThat(ask(server, "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(ask(server, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(server, "select rolsuper from pg_roles where rolname = 'quittance'"))
          .isEqualTo("f");
      assertThat(ask(server, "select rolcreaterole from pg_roles where rolname = 'quittance'"))
          .isEqualTo("t");
      assertThat(mode(folder.resolve("data"))).isEqualTo("rwx------");
      assertThat(mode(folder.resolve("data/postgres"))).isEqualTo("rwx------");
      assertThat(mode(folder.resolve("data/postgres/credentials.properties")))
          .isEqualTo("rw-------");
      assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "x"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void livesInASessionOfItsOwnSoThatControlCDoesNotReachIt() throws Exception {
    try (var _ = Server.open(folder)) {
      assertThat(session(Server.pid(folder))).isNotEqualTo(session(ProcessHandle.current().pid()));
    }
  }

  @Test
  void isStoppedByTheLastThatUsesIt() throws Exception {
    var first = Server.open(folder);
    try (var other = Opener.launch(folder)) {
      assertThat(other.awaitOpen()).isEqualTo("joined");
      first.close();
      assertThat(Server.of(folder).isRunning()).isTrue();
    }
    assertThat(Server.of(folder).isRunning()).isFalse();
  }

  @Test
  void isStartedOnceByProcessesThatComeAtTheSameTime() throws Exception {
    try (var one = Opener.launch(folder);
        var two = Opener.launch(folder);
        var _ = Server.openAsItIs(folder)) {
      assertThat(new String[] {one.awaitOpen(), two.awaitOpen()})
          .isSubsetOf("started", "joined")
          .contains("joined");
    }
    assertThat(Server.of(folder).isRunning()).isFalse();
  }

  @Test
  void isJoinedAfterTheProcessThatStartedItWasKilled() throws Exception {
    Server.prepare(folder);
    try (var killed = Opener.launch(folder)) {
      assertThat(killed.awaitOpen()).isEqualTo("started");
      killed.kill();
    }
    assertThat(Server.of(folder).isRunning()).isTrue();
    try (var next = Server.open(folder)) {
      assertThat(next.started()).isFalse();
      assertThat(ask(next, "select 1")).isEqualTo("1");
    }
    assertThat(Server.of(folder).isRunning()).isFalse();
  }

  @Test
  void keepsWhatWasCommittedWhenTheServerItselfIsKilled() throws Exception {
    var first = Server.open(folder);
    execute(first, "create table note as select 'kept' as text");
    Server.kill(folder);
    first.close();
    try (var second = Server.open(folder)) {
      assertThat(second.started()).isTrue();
      assertThat(ask(second, "select text from note")).isEqualTo("kept");
    }
  }

  @Test
  void startsBesideAPidFileWhoseNumberAnotherProgramHas() throws Exception {
    try (var _ = Server.open(folder)) {
      Files.copy(folder.resolve("postgres/data/postmaster.pid"), folder.resolve("postmaster.pid"));
    }
    var stale = Files.readString(folder.resolve("postmaster.pid"));
    var me = Long.toString(ProcessHandle.current().pid());
    Files.writeString(
        folder.resolve("postgres/data/postmaster.pid"), stale.replaceFirst("^\\d+", me));
    try (var server = Server.open(folder)) {
      assertThat(server.started()).isTrue();
    }
  }

  @Test
  void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
    String before;
    try (var server = Server.open(folder)) {
      before = server.jdbcUrl();
    }
    var port = Integer.parseInt(before.replaceFirst(".*:(\\d+)/.*", "$1"));
    try (var _ = Server.occupy(port);
        var server = Server.open(folder)) {
      assertThat(server.jdbcUrl()).isNotEqualTo(before);
      assertThat(ask(server, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void doesNotMistakeTheOriginalForACopiedFolder() throws Exception {
    var copy = folder.resolve("copy");
    try (var original = Server.open(folder.resolve("original"))) {
      execute(original, "create table note as select 'original' as text");
      Server.copy(folder.resolve("original"), copy);
      try (var second = Server.open(copy)) {
        assertThat(second.started()).isTrue();
        assertThat(second.jdbcUrl()).isNotEqualTo(original.jdbcUrl());
        execute(second, "update note set text = 'copy'");
      }
      assertThat(ask(original, "select text from note")).isEqualTo("original");
    }
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String session(long pid) throws Exception {
    return Files.readString(Path.of("/proc/" + pid + "/stat"))
        .replaceFirst(".*\\) ", "")
        .split(" ")[3];
  }
}
