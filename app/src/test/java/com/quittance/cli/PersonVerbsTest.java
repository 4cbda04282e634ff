package com.quittance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonVerbsTest {

  private static final String NOBODY = "019aafba-0000-7000-8000-000000000000";

  @TempDir static Path folder;
  private static TestHouse house;
  private static Path config;

  @BeforeAll
  static void open() throws IOException {
    house = TestHouse.open(folder);
    config =
        Files.writeString(
            folder.resolve("quittance.yml"),
            "quittance:\n"
                + Stream.of("url", "user", "password")
                    .map(
                        name ->
                            "  db.%s: \"%s\"\n"
                                .formatted(
                                    name,
                                    house.environment().get("QUITTANCE_DB_" + name.toUpperCase())))
                    .collect(Collectors.joining())
                + "  data-dir: \"%s\"\n".formatted(folder));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static Ran run(String verb, String tenant, String... arguments) {
    return Ran.quittance(
        Stream.concat(
                Stream.of(verb, "--tenant", tenant, "--config", config.toString()),
                Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static Ran add(String tenant, String email, String role) {
    return run("person:add", tenant, "--email", email, "--name", "Awa", "--role", role, "--json");
  }

  private static void refused(Ran ran, String complaint) {
    assertThat(ran.complaints()).containsExactly(complaint);
    assertThat(ran.code()).isEqualTo(1);
  }

  @Test
  void makesTheFirstOwnerAndChangesMembers() {
    var tenant = house.addTenant("Lagune SARL", "Africa/Abidjan", "XOF").id().toString();
    var owner = add(tenant, "Awa@Lagune.example", "owner").done().json().get("id").asString();
    refused(add(tenant, "awa@lagune.example", "member"), "They belong to the company already.");
    add(tenant, "koffi@lagune.example", "member").done();
    run("person:role", tenant, "koffi@lagune.example", "accountant").done();

    var listed = run("person:list", tenant, "--json").done().json();
    assertThat(listed.findValuesAsString("email"))
        .containsExactly("awa@lagune.example", "koffi@lagune.example");
    assertThat(listed.findValuesAsString("role")).containsExactly("owner", "accountant");
    assertThat(listed.get(0).get("id").asString()).isEqualTo(owner);
    assertThat(run("person:list", tenant).done().out()).contains("koffi@lagune.example  Awa");

    refused(
        run("person:remove", tenant, "awa@lagune.example"), "A company keeps at least one owner.");
    run("person:remove", tenant, "KOFFI@lagune.example").done();
    refused(
        run("person:remove", tenant, "koffi@lagune.example"),
        "No such person belongs to the company.");
  }

  private static Ran password(String email, String typed) {
    var in = System.in;
    System.setIn(new ByteArrayInputStream((typed + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      return Ran.quittance("person:password", email, "--config", config.toString());
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void givesAPasswordThatIsNotEasilyGuessedAndKeepsItToItself() {
    add(house.tenant().id().toString(), "fatou@sahel.example", "member").done();
    var ran = password("fatou@sahel.example", "le bus de 7h part à 8h");
    assertThat(ran.done().out()).isEqualTo("fatou@sahel.example has a new password.\n");
    assertThat(password("fatou@sahel.example", "Fatou12345").code()).isEqualTo(2);
    refused(
        password("nobody@sahel.example", "le bus de 7h part à 8h"),
        "Nobody has the address nobody@sahel.example.");
    assertThat(
            house
                .sql()
                .sql("select details from audit_entry where details like '%person:password%'")
                .query(String.class)
                .list())
        .isNotEmpty()
        .noneMatch(details -> details.contains("bus") || details.contains("fatou"));
  }

  private static Ran removeSecondFactor(String email) {
    return Ran.quittance("person:second-factor", "--remove", email, "--config", config.toString());
  }

  @Test
  void takesAwayASecondFactorThatIsLost() {
    var id =
        add(house.tenant().id().toString(), "moussa@sahel.example", "member")
            .done()
            .json()
            .get("id")
            .asString();
    var none = "Nobody of the address moussa@sahel.example has a second factor.";
    refused(removeSecondFactor("moussa@sahel.example"), none);
    house
        .sql()
        .sql(
            """
            insert into second_factor (person_id, secret, begun_at, confirmed_at)
            select ?::uuid, 'v1.' || id || '.x', now(), now() from sealing_key
            """)
        .param(id)
        .update();
    assertThat(removeSecondFactor("Moussa@sahel.example").done().out())
        .isEqualTo("Moussa@sahel.example signs in with the password alone.\n");
    assertThat(house.count("second_factor")).isZero();
    refused(removeSecondFactor("moussa@sahel.example"), none);
    assertThat(Ran.quittance("person:second-factor", "moussa@sahel.example").code()).isEqualTo(2);
    var log =
        house
            .sql()
            .sql("select action || ' ' || actor || details from audit_entry order by at, seq")
            .query(String.class)
            .list();
    assertThat(log)
        .anyMatch(entry -> entry.startsWith("SecondFactorDisabled operator") && entry.contains(id))
        .anyMatch(entry -> entry.contains("person:second-factor") && entry.contains("DONE"))
        .noneMatch(entry -> entry.contains("moussa"));
  }

  @Test
  void refusesWhatCannotBeMeant() {
    refused(add(NOBODY, "a@b.example", "owner"), "No tenant has the id %s.".formatted(NOBODY));
    assertThat(add(NOBODY, "nobody", "owner").complaints().getFirst())
        .isEqualTo("\"nobody\": expected one e-mail address.");
    assertThat(add(NOBODY, "a@b.example", "king").complaints().getFirst())
        .isEqualTo("\"king\": expected owner, accountant, member or read-only.");
  }
}
