package com.quittance.people;

import static com.quittance.people.Phone.SECOND_FACTOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Browser;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.people.Members.NewMember;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.Principal;
import com.quittance.tenancy.Role;
import com.quittance.tenancy.Tenancy.TokenRequest;
import com.quittance.tenancy.Tenant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No policy keeps one person from another: whoever does something about how they come in leaves all
 * that a colleague has as it was, and sees none of it.
 */
class BystanderTest {

  private static final String SESSION = "/api/v1/session";
  private static final String SESSIONS = "/api/v1/sessions";
  private static final String RESET = "/api/v1/password-reset";
  private static final String WANTED = "trois oiseaux dans un jardin";

  @TempDir static Path folder;
  private static TestHouse house;
  private static WebServer server;
  private static Tenant elsewhere;
  private static List<String> tables;

  private Membership awa;
  private Browser browser;
  private Membership bystander;
  private Map<String, String> before;

  @BeforeAll
  static void open() {
    house = TestHouse.open(folder, Map.of("QUITTANCE_PUBLIC_URL", MailedLinks.SERVER));
    server = WebServer.start(house.house());
    elsewhere = house.addTenant("Atelier Diop", "Africa/Dakar", "XOF");
    tables =
        house
            .sql()
            .sql(
                """
                select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
                where a.attname = 'person_id' and c.relkind = 'r'
                """)
            .query(String.class)
            .list();
  }

  @AfterAll
  static void close() {
    server.close();
    house.close();
  }

  /** The bystander has one of everything that people have; whoever acts after that has some. */
  @BeforeEach
  void comeIn() {
    bystander = MailedLinks.person(house);
    house
        .house()
        .members()
        .add(
            house.scope(elsewhere),
            new NewMember(bystander.email(), "Fatou Sarr", Role.MEMBER, null, false));
    var theirs = browser();
    theirs.signIn(bystander.email(), Staff.PASSWORD).is(200);
    Phone.enrolled(house, theirs);
    makeToken(bystander);
    mailed(bystander);
    browser().signIn(bystander.email(), "wrong").is(Type.CREDENTIALS_INVALID);
    before = belongings();
    assertThat(before).hasSizeGreaterThan(9).doesNotContainValue("");

    awa = MailedLinks.person(house);
    browser = browser();
    signIn().is(200);
    makeToken(awa);
    house.advance(Session.IDLE.dividedBy(100)); // so that what is seen now was not seen then
  }

  @AfterEach
  void nothingOfTheBystandersHasChanged() {
    assertThat(belongings()).isEqualTo(before);
  }

  private Map<String, String> belongings() {
    var rows = "select coalesce(string_agg(t::text, ' ' order by t::text), '') from %s t where ";
    return Stream.concat(
            tables.stream().map(table -> Map.entry(table, "person_id = :id")),
            Stream.of(
                Map.entry("person", "id = :id"),
                Map.entry("password_reset", "email = :email"),
                Map.entry("sign_in_attempt", "account = sha256(convert_to(:email, 'UTF8'))")))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                table ->
                    house
                        .sql()
                        .sql(rows.formatted(table.getKey()) + table.getValue())
                        .param("id", bystander.person().value())
                        .param("email", bystander.email())
                        .query(String.class)
                        .single()));
  }

  private static Browser browser() {
    return Browser.on(server.port());
  }

  private Answer signIn() {
    return browser.signIn(awa.email(), Staff.PASSWORD);
  }

  private static void makeToken(Membership of) {
    var all = List.of(Ability.EVERYTHING);
    var principal =
        new Principal(
            house.tenant().id(), "person:" + of.person(), of.person(), null, of.role(), all);
    house
        .house()
        .tenancy()
        .createToken(house.scope(), principal, new TokenRequest("test", all, null));
    house.work();
    house.takeMails();
  }

  private static String mailed(Membership to) {
    new Http(server.port(), null).post(RESET, "{\"email\": \"%s\"}".formatted(to.email())).is(202);
    return MailedLinks.secret(house);
  }

  @Test
  void signingInAndOut() {
    browser.signIn(awa.email(), "wrong").is(Type.CREDENTIALS_INVALID);
    signIn().is(200);
    var other = browser();
    other.signIn(awa.email(), Staff.PASSWORD).is(200);
    assertThat(browser.get(SESSIONS).is(200).json().get("data").size()).isEqualTo(2);
    var company = "{\"tenant_id\": \"%s\"}".formatted(house.tenant().id());
    browser.put(SESSION + "/tenant", company).is(200);
    var its = other.get(SESSION).is(200).json().get("id").asString();
    browser.delete(SESSIONS + "/" + its).is(204);
    browser.delete(SESSIONS).is(204);
    browser.delete(SESSION).is(204);
  }

  @Test
  void aSecondFactorThatIsSetUpUsedAndTakenAway() {
    Phone.begun(house, browser);
    var phone = Phone.enrolled(house, browser);
    signIn().is(Type.SECOND_FACTOR_REQUIRED);
    browser.signIn(awa.email(), Staff.PASSWORD, phone.next()).is(200);
    browser.signIn(awa.email(), Staff.PASSWORD, phone.recoveryCodes().getFirst()).is(200);
    assertThat(browser.get(SECOND_FACTOR).is(200).json().get("recovery_codes_left").asInt())
        .isEqualTo(9);
    browser
        .post(SECOND_FACTOR + "/recovery-codes", Phone.both(Staff.PASSWORD, phone.next()))
        .is(200);
    browser.post(SECOND_FACTOR + "/removal", Phone.both(Staff.PASSWORD, phone.next())).is(204);
    signIn().is(200);
  }

  @Test
  void aSecondFactorThatAnOperatorTakesAway() {
    Phone.enrolled(house, browser);
    var scope = MailedLinks.nobodys(house);
    assertThat(house.house().enrolment().remove(scope, awa.email())).isTrue();
    signIn().is(200);
  }

  @Test
  void anotherPassword() {
    browser
        .put(
            "/api/v1/password",
            "{\"present\": \"%s\", \"password\": \"%s\"}".formatted(Staff.PASSWORD, WANTED))
        .is(204);
    browser.signIn(awa.email(), WANTED).is(200);
  }

  @Test
  void aForgottenPassword() {
    mailed(awa);
    house.advance(PasswordResets.PAUSE);
    var link = mailed(awa);
    new Http(server.port(), null)
        .post(
            RESET + "/confirm",
            "{\"secret\": \"%s\", \"password\": \"%s\"}".formatted(link, WANTED))
        .is(204);
    browser.signIn(awa.email(), WANTED).is(200);
  }

  @Test
  void aPasswordFromAnOperator() {
    house.house().signIn().setPassword(MailedLinks.nobodys(house), awa.email(), WANTED);
    browser.signIn(awa.email(), WANTED).is(200);
  }

  @Test
  void anotherRoleAndTheEndOfIt() {
    var members = house.house().members();
    members.change(house.scope(), awa.person(), "Awa Diop", Role.ACCOUNTANT);
    members.remove(house.scope(), awa.person());
    assertThat(browser.get("/api/v1/clients").status()).isEqualTo(403);
  }
}
