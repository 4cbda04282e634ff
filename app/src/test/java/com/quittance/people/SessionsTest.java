package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Browser;
import com.quittance.http.Doors;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.Role;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Doors.Opened.class)
class SessionsTest {

  private static final String SESSION = "/api/v1/session";
  private static final String SESSIONS = "/api/v1/sessions";
  private static final String CLIENTS = "/api/v1/clients";
  private static final String CLIENT = "{\"name\": \"Awa\", \"email\": \"awa@b.example\"}";

  private final Doors doors;
  private Staff staff;
  private Membership member;
  private Browser browser;

  SessionsTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void signIn() {
    staff = new Staff(doors);
    staff.hire(Role.OWNER);
    member = staff.hire(Role.MEMBER);
    browser = staff.browser(member);
  }

  private Answer signIn(Browser with) {
    return with.signIn(member.email(), Staff.PASSWORD);
  }

  @Test
  void whoIsSignedInDoesWhatTheirRoleMay() {
    var session = browser.get(SESSION).is(200).json();
    assertThat(session.at("/person/email").asString()).isEqualTo(member.email());
    assertThat(session.at("/companies/0/role").asString()).isEqualTo("member");
    assertThat(session.get("tenant_id").asString()).isEqualTo(staff.tenant().id().toString());
    browser.post(CLIENTS, CLIENT).is(201);
    browser.get("/api/v1/audit").is(Type.ABILITY_MISSING);
    staff.change(member.person(), Role.READ_ONLY);
    browser.post(CLIENTS, CLIENT).is(Type.ABILITY_MISSING);
    browser.get(CLIENTS).is(200);
  }

  @Test
  void whatTheyDoIsTheirsInTheAuditLog() {
    browser.post(CLIENTS, CLIENT).is(201);
    var log = staff.as(Role.ACCOUNTANT).get("/api/v1/audit?action=ClientAdded").is(200).json();
    assertThat(log.at("/data/0/actor").asString()).isEqualTo("person:" + member.person());
  }

  @Test
  void anAddressIsTheSameInAnyLetters() {
    doors.browser().signIn(member.email().toUpperCase(), Staff.PASSWORD).is(200);
  }

  @Test
  void whoIsNotLetInLearnsNothing() {
    var passwordless = staff.hire(Role.MEMBER).email();
    var wrong = doors.browser().signIn(member.email(), "wrong").is(Type.CREDENTIALS_INVALID);
    var unknown = doors.browser().signIn(Staff.freshAddress(doors), "wrong");
    var none = doors.browser().signIn(passwordless, "wrong");
    assertThat(unknown.withoutRequestId()).isEqualTo(wrong.withoutRequestId());
    assertThat(unknown.headers().keySet()).isEqualTo(wrong.headers().keySet());
    assertThat(none.withoutRequestId()).isEqualTo(wrong.withoutRequestId());
    assertThat(Browser.setCookies(wrong)).isEmpty();
  }

  @Test
  void noPasswordIsNotAnEmptyOne() {
    var passwordless = staff.hire(Role.MEMBER).email();
    for (var password : new String[] {"null", " ", "\\u0000"}) {
      doors.browser().signIn(passwordless, password).is(Type.CREDENTIALS_INVALID);
    }
    doors.browser().signIn(passwordless, "").is(Type.VALIDATION, "/password");
    doors.browser().signIn("no address", "x").is(Type.VALIDATION, "/email");
  }

  @Test
  void signingInAgainRotatesTheSession() {
    var stolen = browser.copy();
    var before = browser.cookie("session");
    signIn(browser).is(200);
    assertThat(browser.cookie("session")).isNotEqualTo(before).hasSize(43);
    browser.get(CLIENTS).is(200);
    stolen.get(CLIENTS).is(Type.TOKEN_MISSING);
  }

  /** Somebody who has put a session of their own into our browser does not get ours. */
  @Test
  void aSessionThatWasThereBeforeIsNotTheirs() {
    var planted = "A".repeat(43);
    var victim = doors.browser();
    victim.signIn(Staff.freshAddress(doors), "x");
    var fixed = browser.copy();
    fixed.forget("session");
    signIn(fixed).is(200);
    assertThat(fixed.cookie("session")).isNotEqualTo(planted);
  }

  @Test
  void signingOutEndsItAtOnce() {
    var copy = browser.copy();
    var out = browser.delete(SESSION).is(204);
    assertThat(Browser.setCookies(out)).singleElement().asString().contains("Max-Age=0");
    copy.get(SESSION).is(Type.TOKEN_MISSING);
    copy.get(CLIENTS).is(Type.TOKEN_MISSING);
  }

  @Test
  void sessionsAreListedAndEndedOneByOneOrAllAtOnce() {
    var phone = doors.browser();
    signIn(phone).is(200);
    var laptop = doors.browser();
    signIn(laptop).is(200);
    var listed = browser.get(SESSIONS).is(200).json().get("data");
    assertThat(listed.size()).isEqualTo(3);
    assertThat(listed.findValuesAsString("current")).containsOnlyOnce("true");
    var its = phone.get(SESSION).json().get("id").asString();
    browser.delete(SESSIONS + "/" + its).is(204);
    browser.delete(SESSIONS + "/" + its).is(Type.NOT_FOUND);
    phone.get(CLIENTS).is(Type.TOKEN_MISSING);
    browser.delete(SESSIONS).is(204);
    laptop.get(CLIENTS).is(Type.TOKEN_MISSING);
    browser.get(CLIENTS).is(200);
  }

  @Test
  void nobodyEndsAnothersSession() {
    var other = staff.browser(staff.hire(Role.OWNER));
    var mine = browser.get(SESSION).json().get("id").asString();
    other.delete(SESSIONS + "/" + mine).is(Type.NOT_FOUND);
    other.delete(SESSIONS).is(204);
    assertThat(other.get(SESSIONS).text()).doesNotContain(mine);
    browser.get(CLIENTS).is(200);
  }

  @Test
  void whoLeftTheCompanyIsOutAtTheNextRequest() {
    browser.get(CLIENTS).is(200);
    var members = doors.house().house().members();
    members.remove(doors.house().scope(staff.tenant()), member.person());
    browser.get(CLIENTS).is(Type.ABILITY_MISSING);
    assertThat(browser.get(SESSION).is(200).json().get("companies").size()).isZero();
  }

  @Test
  void whoBelongsToSeveralCompaniesChoosesOne() {
    var second = new Staff(doors);
    second.hire(Role.READ_ONLY, member.email());
    var both = doors.browser();
    var session = signIn(both).is(200).json();
    assertThat(session.get("companies").size()).isEqualTo(2);
    assertThat(session.get("tenant_id").isNull()).isTrue();
    both.get(CLIENTS).is(Type.ABILITY_MISSING);
    choose(both, second).is(200);
    both.get(CLIENTS).is(200);
    both.post(CLIENTS, CLIENT).is(Type.ABILITY_MISSING);
    both.with("Quittance-Tenant", staff.tenant().id().toString()).post(CLIENTS, CLIENT).is(201);
    both.with("Quittance-Tenant", "x").get(CLIENTS).is(Type.ABILITY_MISSING);
  }

  private static Answer choose(Browser with, Staff company) {
    return choose(with, company.tenant().id().toString());
  }

  private static Answer choose(Browser with, String tenant) {
    return with.put(SESSION + "/tenant", "{\"tenant_id\": \"%s\"}".formatted(tenant));
  }

  @Test
  void anothersCompanyCannotBeChosenNorNamed() {
    var foreign = new Staff(doors);
    choose(browser, foreign).is(Type.VALIDATION, "/tenant_id");
    browser
        .with("Quittance-Tenant", foreign.tenant().id().toString())
        .get(CLIENTS)
        .is(Type.ABILITY_MISSING);
  }

  @Test
  void whatIsAnothersIsAnsweredAsWhatIsNobodys() {
    var foreign = new Staff(doors);
    var colleague = foreign.browser(foreign.hire(Role.OWNER));
    var session = colleague.get(SESSION).is(200).json().get("id").asString();
    var tenant = foreign.tenant().id().toString();
    var nobodys = "01a22fee-801f-73b1-97a4-a6a02b25c27f";

    same(session, nobodys, id -> browser.delete(SESSIONS + "/" + id));
    same(tenant, nobodys, id -> choose(browser, id));
    same(tenant, nobodys, id -> browser.with("Quittance-Tenant", id).get(CLIENTS));
  }

  private static void same(String theirs, String nobodys, Function<String, Answer> ask) {
    var foreign = ask.apply(theirs);
    var absent = ask.apply(nobodys);
    assertThat(foreign.status()).isBetween(400, 499).isEqualTo(absent.status());
    assertThat(foreign.without(theirs)).isEqualTo(absent.without(nobodys));
    assertThat(foreign.headers().keySet()).isEqualTo(absent.headers().keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Sec-Fetch-Site, ''",
    "Origin, https://evil.example",
    "Origin, null",
    "Origin, http://127.0.0.1:1",
    "Origin, ''",
    "X-CSRF-Token, ''",
    "X-CSRF-Token, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  })
  void whatAnotherSiteMakesABrowserAskForIsRefused(String header, String value) {
    browser.with(header, value);
    browser.post(CLIENTS, CLIENT).is(Type.CROSS_SITE);
    browser.delete(SESSION).is(Type.CROSS_SITE);
    browser.get(CLIENTS).is(200);
  }

  @Test
  void withoutItsTokenASessionChangesNothing() {
    browser.with("X-CSRF-Token", null);
    browser.post(CLIENTS, CLIENT).is(Type.CROSS_SITE);
    browser.with("X-CSRF-Token", browser.cookie("session"));
    browser.post(CLIENTS, CLIENT).is(Type.CROSS_SITE);
    var another = staff.browser(staff.hire(Role.MEMBER)).get(SESSION).json();
    browser.with("X-CSRF-Token", another.get("csrf_token").asString());
    browser.post(CLIENTS, CLIENT).is(Type.CROSS_SITE);
  }

  @Test
  void ourOwnPagesAreLetIn() {
    browser.with("Sec-Fetch-Site", "same-origin");
    browser.with("Origin", "http://127.0.0.1:" + doors.http().port());
    browser.post(CLIENTS, CLIENT).is(201);
  }

  @Test
  void anotherSiteCannotSignSomebodyInEither() {
    var stranger = doors.browser().with("Sec-Fetch-Site", "cross-site");
    signIn(stranger).is(Type.CROSS_SITE);
    signIn(doors.browser().with("Origin", "https://evil.example")).is(Type.CROSS_SITE);
  }

  @Test
  void aTokenIsNotHelpedByACookieNorTheOtherWayRound() {
    browser.with("Authorization", "Bearer qt_wrong").get(CLIENTS).is(Type.TOKEN_INVALID);
    browser.with("Authorization", "Basic eDp5").get(CLIENTS).is(Type.TOKEN_MISSING);
    var token = doors.http().as(doors.house().token());
    token.get(SESSION).is(Type.ABILITY_MISSING);
    browser.with("Authorization", "Bearer " + doors.house().token()).get(SESSIONS).is(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "' or 1=1 --", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void aMadeUpSessionIsNone(String secret) {
    var made = doors.browser();
    made.with("Cookie", "__Host-quittance-session=" + secret);
    made.get(SESSION).is(Type.TOKEN_MISSING);
  }

  @Test
  void onlyHashesAreKept() {
    var secret = Objects.requireNonNull(browser.cookie("session"));
    var device = Objects.requireNonNull(browser.cookie("device"));
    var rows =
        doors
            .house()
            .sql()
            .sql(
                """
                select s::text from person_session s union all select d::text from known_device d
                union all select p::text from person p
                """)
            .query(String.class)
            .list();
    assertThat(rows).isNotEmpty();
    assertThat(rows).noneMatch(row -> row.contains(secret) || row.contains(device));
    assertThat(rows).noneMatch(row -> row.contains(Staff.PASSWORD));
    assertThat(rows).anyMatch(row -> row.contains("$argon2id$v=19$m=19456,t=2,p=1$"));
  }

  private Answer password(Browser by, String present, String wanted) {
    return by.put(
        "/api/v1/password",
        "{\"present\": \"%s\", \"password\": \"%s\"}".formatted(present, wanted));
  }

  @Test
  void anotherPasswordEndsAllOtherSessions() {
    var elsewhere = doors.browser();
    signIn(elsewhere).is(200);
    password(browser, "wrong", "trois oiseaux dans un jardin").is(Type.CREDENTIALS_INVALID);
    password(browser, Staff.PASSWORD, "motdepasse1").is(Type.VALIDATION, "/password");
    password(browser, Staff.PASSWORD, "trois oiseaux dans un jardin").is(204);
    elsewhere.get(CLIENTS).is(Type.TOKEN_MISSING);
    browser.get(CLIENTS).is(200);
    signIn(doors.browser()).is(Type.CREDENTIALS_INVALID);
    doors.browser().signIn(member.email(), "trois oiseaux dans un jardin").is(200);
  }

  @Test
  void signingInIsInTheOperatorsLogWithoutAnAddress() {
    var entries =
        doors
            .house()
            .sql()
            .sql(
                """
                select actor || ' ' || details from audit_entry
                where tenant_id = '00000000-0000-0000-0000-000000000000' and action = 'SignedIn'
                """)
            .query(String.class)
            .list();
    assertThat(entries).anyMatch(entry -> entry.startsWith("person:" + member.person() + " "));
    assertThat(entries.toString()).doesNotContain(member.email());
  }
}
