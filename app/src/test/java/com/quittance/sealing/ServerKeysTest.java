package com.quittance.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.House;
import com.quittance.TestHouse;
import com.quittance.http.Doors;
import com.quittance.settings.SettingsInvalid;
import com.quittance.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All servers on a database have its keys, or do not start. */
class ServerKeysTest {

  private static final String PLACE = "here 1";

  @TempDir static Path folder;
  @TempDir Path own;
  private static TestHouse house;

  @BeforeAll
  static void open() {
    house = TestHouse.open(folder);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void forget() {
    house.sql().sql("delete from second_factor").update();
    house.sql().sql("delete from sealing_key").update();
  }

  private static Seal seal(Path dataDir, SealingKey... chosen) {
    var keys = new ServerKeys(house.house().database().people(), house.clock());
    return keys.open(List.of(chosen), dataDir);
  }

  @Test
  void withoutASettingAKeyIsMadeForItsOwnersEyesAndStays() throws IOException {
    var dataDir = own.resolve("new");
    var sealed = seal(dataDir).seal("secret", PLACE);
    var file = dataDir.resolve("secret.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).matches("[A-Za-z0-9+/]{43}=\n");
    assertThat(dataDir.toFile().list()).containsExactly("secret.key");
    assertThat(seal(dataDir).open(sealed, PLACE)).isEqualTo("secret");
  }

  @Test
  void oneOfSeveralThatStartTogetherMakesIt() {
    var seals = Doors.atOnce(8, () -> seal(own));
    var sealed = seals.getFirst().seal("secret", PLACE);
    assertThat(seals).allMatch(seal -> seal.open(sealed, PLACE).equals("secret"));
  }

  @Test
  void ofSeveralWithoutACommonFolderOneStarts() {
    var count = new AtomicInteger();
    var started =
        Doors.atOnce(
            8,
            () -> {
              try {
                seal(own.resolve("node" + count.getAndIncrement()));
                return true;
              } catch (KeysUnusable missing) {
                return false;
              }
            });
    assertThat(started).containsOnlyOnce(true);
    assertThat(house.count("sealing_key")).isEqualTo(1);
  }

  @Test
  void aServerWithAnotherKeyDoesNotStartAndSaysWhatToSet() throws IOException {
    var first = SealingKey.fresh();
    seal(own, first);
    for (var wrong : List.of(own.resolve("a"), withKey(own.resolve("b")))) {
      assertThatThrownBy(() -> seal(wrong))
          .isInstanceOf(KeysUnusable.class)
          .hasMessageContainingAll(
              first.id(), "quittance.secret-keys (QUITTANCE_SECRET_KEYS)", "secret.key")
          .hasMessageNotContaining(first.base64());
    }
    assertThat(own.resolve("a")).doesNotExist();
    assertThatThrownBy(() -> seal(own, SealingKey.fresh())).isInstanceOf(KeysUnusable.class);
    assertThat(house.count("sealing_key")).isEqualTo(1);
    seal(own, first);
  }

  private static Path withKey(Path dataDir) throws IOException {
    Files.createDirectories(dataDir);
    Files.writeString(dataDir.resolve("secret.key"), SealingKey.fresh().base64());
    return dataDir;
  }

  @Test
  void theWholeServerStopsAtAWrongKey() {
    seal(own, SealingKey.fresh());
    var settings =
        SettingsLoader.in(folder)
            .environment(house.environment())
            .environment(Map.of("QUITTANCE_SECRET_KEYS", SealingKey.fresh().base64()))
            .load();
    assertThatThrownBy(() -> House.stepped(settings, house.clock()))
        .isInstanceOf(KeysUnusable.class)
        .hasMessageContaining("QUITTANCE_SECRET_KEYS");
  }

  @Test
  void aKeyIsTakenOverByTheNext() {
    var before = SealingKey.fresh();
    var next = SealingKey.fresh();
    var sealed = seal(own, before).seal("secret", PLACE);
    house.advance(Duration.ofSeconds(1));
    assertThat(seal(own, next, before).open(sealed, PLACE)).isEqualTo("secret");
    assertThatThrownBy(() -> seal(own, before))
        .as("some may be sealed with the next one already")
        .hasMessageContaining(next.id());
    assertThat(seal(own, before, next).open(sealed, PLACE)).isEqualTo("secret");
  }

  @Test
  void aKeyGoesWhenNothingIsSealedWithItAndNotBefore() {
    var before = SealingKey.fresh();
    var next = SealingKey.fresh();
    var kept = seal(own, before).seal("secret", PLACE);
    keep(kept);
    house.advance(Duration.ofSeconds(1));
    var renewed = seal(own, next, before).renewed(kept, PLACE);
    assertThatThrownBy(() -> seal(own, next)).hasMessageContaining(before.id());
    assertThat(house.count("sealing_key")).isEqualTo(2);

    house.sql().sql("update second_factor set secret = ?").param(renewed).update();

    assertThat(seal(own, next).open(renewed, PLACE)).isEqualTo("secret");
    assertThat(house.count("sealing_key")).isEqualTo(1);
    assertThatThrownBy(() -> seal(own, before)).hasMessageContaining(next.id());
  }

  private static void keep(String sealed) {
    house
        .sql()
        .sql(
            """
            with one as (insert into person (id, email, locale, created_at)
              values (gen_random_uuid(), gen_random_uuid()::text, 'fr', now()) returning id)
            insert into second_factor (person_id, secret, begun_at) select id, ?, now() from one
            """)
        .param(sealed)
        .update();
  }

  @Test
  void aFileThatIsSomethingElseIsNotReplaced() throws IOException {
    var file = own.resolve("secret.key");
    for (var content : List.of("", "not a key", "AAAA", "\ud83d\udd11")) {
      Files.writeString(file, content);
      assertThatThrownBy(() -> seal(own))
          .isInstanceOf(KeysUnusable.class)
          .hasMessageContainingAll(file.toString(), "keys of 32 bytes in Base64", "SECRET_KEYS");
      assertThat(Files.readString(file)).isEqualTo(content);
    }
  }

  @Test
  void aFolderThatIsNoneSaysWhatToSet() throws IOException {
    var file = Files.writeString(own.resolve("file"), "");
    assertThatThrownBy(() -> seal(file.resolve("data")))
        .isInstanceOf(KeysUnusable.class)
        .hasMessageContainingAll("a file that can be read", "QUITTANCE_SECRET_KEYS");
  }

  @Test
  void aSettingThatIsNoKeyIsNotShown() {
    var settings =
        SettingsLoader.in(own).environment(Map.of("QUITTANCE_SECRET_KEYS", "c2VjcmV0,c2VjcmV0"));
    assertThatThrownBy(settings::load)
        .isInstanceOf(SettingsInvalid.class)
        .hasMessageContainingAll("quittance.secret-keys", "openssl rand -base64 32")
        .hasMessageNotContaining("c2VjcmV0");
  }
}
