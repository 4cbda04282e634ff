package com.quittance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.quittance.postgres.Cluster.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can get wrong, and what the machine can. */
class TroubleTest {
  private static final boolean ROOT = Account.candidates().size() > 1;
  @TempDir Path folder;

  @AfterEach
  void leaveNoServer() throws Exception {
    Server.of(folder).stopBroken();
  }

  @Test
  void aFileInPlaceOfTheFolder() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> EmbeddedPostgres.open(file))
        .isInstanceOf(PostgresFailed.class)
        .hasMessage(
            "The data folder %s cannot be used (it is, or lies below, a file and not a folder):"
                + " choose another with QUITTANCE_DATA_DIR or --data.",
            file);
  }

  @Test
  void aFolderWhereNothingCanBeWritten() {
    assertThatThrownBy(() -> EmbeddedPostgres.open(Path.of("/proc/quittance")))
        .isInstanceOf(PostgresFailed.class)
        .hasMessageStartingWith("The data folder /proc/quittance cannot be used (");
  }

  @Test
  void aFolderOfAnotherMajorVersion() throws Exception {
    Files.createDirectories(folder.resolve("postgres/data"));
    Files.writeString(folder.resolve("postgres/data/PG_VERSION"), "16\n");
    assertThatThrownBy(() -> Server.open(folder))
        .isInstanceOf(PostgresFailed.class)
        .hasMessageContaining("was made by PostgreSQL 16 and this Quittance brings 18");
  }

  @Test
  void lostCredentials() throws Exception {
    Server.open(folder).close();
    Files.delete(folder.resolve("postgres/credentials.properties"));
    assertThatThrownBy(() -> Server.open(folder))
        .isInstanceOf(PostgresFailed.class)
        .hasMessageContaining("credentials.properties is missing: put it back from a backup");
  }

  @Test
  void credentialsOfAnotherFolder() throws Exception {
    try (var _ = Server.open(folder)) {
      var file = folder.resolve("postgres/credentials.properties");
      var text = Files.readString(file);
      Files.writeString(file, text.replaceFirst("(?m)^admin.password=.*$", "admin.password=x"));
      assertThatThrownBy(() -> Server.open(folder))
          .isInstanceOf(PostgresFailed.class)
          .hasMessageContaining("do not fit the PostgreSQL that runs there");
      Files.writeString(file, text);
    }
  }

  @Test
  void aWrongLineInTheOperatorsSettings() throws Exception {
    Server.open(folder).close();
    Files.writeString(folder.resolve("postgres/local.conf"), "shared_bufers = '1GB'\n");
    assertThatThrownBy(() -> Server.open(folder))
        .isInstanceOf(PostgresFailed.class)
        .hasMessageContaining("shared_bufers");
    Files.writeString(folder.resolve("postgres/local.conf"), "work_mem = '5MB'\n");
    try (var server = Server.open(folder)) {
      assertThat(Server.ask(server, "show work_mem")).isEqualTo("5MB");
    }
  }

  @Test
  void aServerThatHangs() throws Exception {
    Server.open(folder).close();
    try (var hanging = Opener.launch(folder)) {
      assertThat(hanging.awaitOpen()).isEqualTo("started");
      Server.signal(folder, "STOP");
      hanging.kill();
    }
    var home = Home.in(folder);
    var impatient = new Options(false, "", Duration.ofSeconds(1));
    try (var next =
        EmbeddedPostgres.open(folder, home, ScratchDatabases.programs(home), impatient)) {
      assertThat(next.started()).isTrue();
      assertThat(Server.ask(next, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aMachineWithoutBinaries() {
    assertThatThrownBy(() -> Binaries.archive("Windows 11", "amd64"))
        .isInstanceOf(PostgresFailed.class)
        .hasMessage(
            "No embedded PostgreSQL for Windows 11 on amd64: set QUITTANCE_DB_URL to a PostgreSQL"
                + " 18 of your own.");
    assertThat(Binaries.archive("Linux", "aarch64")).isEqualTo("/postgres-linux-arm_64.txz");
  }

  /** The accounts of root, one after the other on the same files, and back. */
  @Test
  void rootWhereUserNamespacesAreForbidden() throws Exception {
    assumeTrue(ROOT);
    var all = Account.candidates();
    var open = Files.createTempDirectory("quittance-open-");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx--x--x"));
    Server.prepare(open);
    try {
      for (var account : List.of(all.get(1), all.get(2), all.get(3), all.get(1))) {
        var home = Home.in(open, List.of(account));
        try (var server = EmbeddedPostgres.open(open, home, home.folder(), Options.DURABLE)) {
          assertThat(server.started()).isTrue();
          assertThat(Server.ask(server, "select 1")).isEqualTo("1");
        }
      }
    } finally {
      Trees.delete(open);
    }
  }

  @Test
  void rootInAPrivateFolder() throws Exception {
    assumeTrue(ROOT);
    var all = Account.candidates();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    var inside = folder.resolve("data");
    assertThatThrownBy(() -> Home.in(inside, List.of(all.get(1), all.get(2))))
        .isInstanceOf(PostgresFailed.class)
        .hasMessageEndingWith("run Quittance as another user.");
    assertThat(Home.in(inside, all.subList(1, 4)).account()).isEqualTo(all.get(3));
  }

  /** Nobody, with the right to read the class path wherever it lies. */
  @Test
  void anOrdinaryUser() throws Exception {
    assumeTrue(ROOT);
    var nobody = Account.candidates().get(3);
    var home = Files.createDirectory(folder.resolve("home"));
    nobody.own(home);
    try (var opener = Opener.launch(nobody.prefix(), home.resolve("data"), home)) {
      assertThat(opener.awaitOpen()).isEqualTo("started");
      assertThat(Files.getOwner(home.resolve("data/postgres/data")))
          .isEqualTo(Files.getOwner(home))
          .isNotEqualTo(Files.getOwner(folder));
    }
  }
}
