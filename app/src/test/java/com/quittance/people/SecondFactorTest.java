package com.quittance.people;

import static com.quittance.people.Phone.SECOND_FACTOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Browser;
import com.quittance.http.Doors;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.Role;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Doors.Opened.class)
class SecondFactorTest {

  private static final String CLIENTS = "/api/v1/clients";
  private static final String CONFIRMATION = SECOND_FACTOR + "/confirmation";
  private static final String RECOVERY_CODES = SECOND_FACTOR + "/recovery-codes";
  private static final String REMOVAL = SECOND_FACTOR + "/removal";
  private static final String NEW_PASSWORD = "trois oiseaux dans un jardin";

  private final Doors doors;
  private Staff staff;
  private Membership member;
  private Browser browser;

  SecondFactorTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void signIn() {
    staff = new Staff(doors);
    member = staff.hire(Role.OWNER);
    browser = staff.signedIn(member);
  }

  private Phone enrolled() {
    return Phone.enrolled(doors.house(), browser);
  }

  private Answer signIn(String code) {
    return doors.browser().signIn(member.email(), Staff.PASSWORD, code);
  }

  private Answer signInWithout() {
    return doors.browser().signIn(member.email(), Staff.PASSWORD);
  }

  @Test
  void onceConfirmedSigningInTakesACode() {
    assertThat(browser.get(SECOND_FACTOR).is(200).text())
        .isEqualTo("{\"enabled\":false,\"since\":null,\"recovery_codes_left\":0}");
    var elsewhere = doors.browser();
    elsewhere.signIn(member.email(), Staff.PASSWORD).is(200);

    var phone = enrolled();

    elsewhere.get(CLIENTS).is(Type.TOKEN_MISSING);
    var session = browser.get("/api/v1/session").is(200).json();
    assertThat(session.at("/person/second_factor").asBoolean()).isTrue();
    var state = browser.get(SECOND_FACTOR).is(200).json();
    assertThat(state.get("enabled").asBoolean()).isTrue();
    assertThat(state.get("since").asString()).isEqualTo(doors.house().clock().instant().toString());
    assertThat(state.get("recovery_codes_left").asInt()).isEqualTo(10);
    var none = signInWithout().is(Type.SECOND_FACTOR_REQUIRED);
    assertThat(Browser.setCookies(none)).isEmpty();
    signIn(phone.wrong()).is(Type.SECOND_FACTOR_INVALID);
    signIn(phone.next()).is(200);
    signIn(" " + phone.next().replaceFirst("...", "$0 ") + " ").is(200);
  }

  @Test
  void whatIsBegunChangesNothingAndExpires() {
    var phone = Phone.begun(doors.house(), browser);
    signInWithout().is(200);
    assertThat(browser.get(SECOND_FACTOR).json().get("enabled").asBoolean()).isFalse();
    browser.post(CONFIRMATION, Phone.code(phone.wrong())).is(Type.SECOND_FACTOR_INVALID);
    browser.post(REMOVAL, Phone.password(Staff.PASSWORD)).is(Type.SECOND_FACTOR_STATE);
    browser.post(RECOVERY_CODES, Phone.password(Staff.PASSWORD)).is(Type.SECOND_FACTOR_STATE);

    doors.house().advance(SecondFactor.TO_CONFIRM);

    browser.post(CONFIRMATION, Phone.code(phone.code())).is(Type.SECOND_FACTOR_STATE);
    signInWithout().is(200);
  }

  @Test
  void whoBeginsAnewGetsAnotherSecret() {
    var first = Phone.begun(doors.house(), browser);
    var second = Phone.begun(doors.house(), browser);
    assertThat(second.secret()).isNotEqualTo(first.secret());
    browser.post(CONFIRMATION, Phone.code(first.code())).is(Type.SECOND_FACTOR_INVALID);
    browser.post(CONFIRMATION, Phone.code(second.code())).is(200);
    browser.post(CONFIRMATION, Phone.code(second.next())).is(Type.SECOND_FACTOR_STATE);
    browser.post(SECOND_FACTOR, Phone.password(Staff.PASSWORD)).is(Type.SECOND_FACTOR_STATE);
    signIn(second.code()).is(200);
  }

  @Test
  void beginningTakesThePasswordAndTellsAppsWhatTheyRead() {
    browser.post(SECOND_FACTOR, Phone.password("wrong")).is(Type.CREDENTIALS_INVALID);
    browser.post(SECOND_FACTOR, "{}").is(Type.VALIDATION, "/password");
    var begun = browser.post(SECOND_FACTOR, Phone.password(Staff.PASSWORD)).is(200).json();
    assertThat(begun.get("uri").asString())
        .isEqualTo(
            "otpauth://totp/Quittance:%s?secret=%s&issuer=Quittance"
                .formatted(member.email().replace("@", "%40"), begun.get("secret").asString()));
    assertThat(begun.get("expires_at").asString())
        .isEqualTo(doors.house().clock().instant().plus(SecondFactor.TO_CONFIRM).toString());
  }

  @Test
  void aCodeIsTakenOnceAndOneStepFromNow() {
    var phone = enrolled();
    signIn(phone.code()).is(Type.SECOND_FACTOR_INVALID); // it has confirmed the enrolment
    signIn(phone.code(2)).is(Type.SECOND_FACTOR_INVALID);
    signIn(phone.code(1)).is(200);
    signIn(phone.code(1)).is(Type.SECOND_FACTOR_INVALID);
    signIn(phone.code()).is(Type.SECOND_FACTOR_INVALID); // it is before the last
    phone.next();
    phone.next();
    signIn(phone.code(-1)).is(Type.SECOND_FACTOR_INVALID); // taken, when it was early
    signIn(phone.next().isEmpty() ? "" : phone.code(-1)).is(200);
  }

  @Test
  void aRecoveryCodeIsGoodOnceAndForItsPersonOnly() {
    var phone = enrolled();
    var code = phone.recoveryCodes().getFirst();
    var other = staff.hire(Role.MEMBER);
    Phone.enrolled(doors.house(), staff.signedIn(other));
    doors.browser().signIn(other.email(), Staff.PASSWORD, code).is(Type.SECOND_FACTOR_INVALID);

    signIn(code.toUpperCase().replace('-', ' ')).is(200);
    signIn(code).is(Type.SECOND_FACTOR_INVALID);

    assertThat(browser.get(SECOND_FACTOR).json().get("recovery_codes_left").asInt()).isEqualTo(9);
    signIn(phone.recoveryCodes().getLast()).is(200);
    signIn(phone.next()).is(200);
  }

  @Test
  void recoveryCodesAreMadeAnewByPasswordAndCode() {
    var phone = enrolled();
    var old = phone.recoveryCodes().getFirst();
    browser.post(RECOVERY_CODES, Phone.password(Staff.PASSWORD)).is(Type.SECOND_FACTOR_REQUIRED);
    browser.post(RECOVERY_CODES, Phone.both("wrong", phone.next())).is(Type.CREDENTIALS_INVALID);
    browser
        .post(RECOVERY_CODES, Phone.both(Staff.PASSWORD, phone.wrong()))
        .is(Type.SECOND_FACTOR_INVALID);
    phone.write(
        browser.post(RECOVERY_CODES, Phone.both(Staff.PASSWORD, phone.code())).is(200).json());
    signIn(old).is(Type.SECOND_FACTOR_INVALID);
    signIn(phone.recoveryCodes().getFirst()).is(200);
  }

  @Test
  void itIsTakenAwayByPasswordAndCode() {
    var phone = enrolled();
    var elsewhere = doors.browser();
    elsewhere.signIn(member.email(), Staff.PASSWORD, phone.next()).is(200);
    browser.post(REMOVAL, Phone.password(Staff.PASSWORD)).is(Type.SECOND_FACTOR_REQUIRED);
    browser.post(REMOVAL, Phone.both("wrong", phone.next())).is(Type.CREDENTIALS_INVALID);
    browser.post(REMOVAL, Phone.both(Staff.PASSWORD, phone.recoveryCodes().get(3))).is(204);
    elsewhere.get(CLIENTS).is(Type.TOKEN_MISSING);
    browser.get(CLIENTS).is(200);
    signInWithout().is(200);
    assertThat(browser.get(SECOND_FACTOR).json().get("recovery_codes_left").asInt()).isZero();
    enrolled();
  }

  @Test
  void theNextPasswordTakesACodeToo() {
    var phone = enrolled();
    var wanted =
        "{\"present\": \"%s\", \"password\": \"%s\"".formatted(Staff.PASSWORD, NEW_PASSWORD);
    browser.put("/api/v1/password", wanted + "}").is(Type.SECOND_FACTOR_REQUIRED);
    browser
        .put("/api/v1/password", wanted + ", \"code\": \"%s\"}".formatted(phone.wrong()))
        .is(Type.SECOND_FACTOR_INVALID);
    browser.put("/api/v1/password", wanted + ", \"code\": \"%s\"}".formatted(phone.next())).is(204);
    doors.browser().signIn(member.email(), NEW_PASSWORD, phone.next()).is(200);
  }

  /** A password from an operator is no way around it. */
  @Test
  void anOperatorsPasswordLeavesItOn() {
    var phone = enrolled();
    staff.password(member.email(), NEW_PASSWORD);
    doors.browser().signIn(member.email(), NEW_PASSWORD).is(Type.SECOND_FACTOR_REQUIRED);
    doors.browser().signIn(member.email(), NEW_PASSWORD, phone.next()).is(200);
  }

  @Test
  void itIsAboutOneselfAndNotForTokens() {
    var token = doors.http().as(doors.house().token());
    token.get(SECOND_FACTOR).is(Type.ABILITY_MISSING);
    token.post(SECOND_FACTOR, Phone.password(Staff.PASSWORD)).is(Type.ABILITY_MISSING);
    doors.browser().get(SECOND_FACTOR).is(Type.TOKEN_MISSING);
    browser.with("X-CSRF-Token", null);
    browser.post(SECOND_FACTOR, Phone.password(Staff.PASSWORD)).is(Type.CROSS_SITE);
    browser.post(REMOVAL, Phone.password(Staff.PASSWORD)).is(Type.CROSS_SITE);
  }

  @Test
  void allOfItIsInTheOperatorsLogAndNothingSecret() {
    var phone = enrolled();
    var used = phone.recoveryCodes().getFirst();
    signIn(used).is(200);
    browser.post(RECOVERY_CODES, Phone.both(Staff.PASSWORD, phone.next())).is(200);
    browser.post(REMOVAL, Phone.both(Staff.PASSWORD, phone.next())).is(204);
    var log =
        doors
            .house()
            .sql()
            .sql("select action || details from audit_entry where actor = ? order by seq")
            .param("person:" + member.person())
            .query(String.class)
            .list();
    assertThat(log.stream().map(entry -> entry.replaceAll("\\{.*", "")))
        .containsSubsequence(
            "SecondFactorEnabled",
            "RecoveryCodeUsed",
            "RecoveryCodesRenewed",
            "SecondFactorDisabled");
    assertThat(log).anyMatch(entry -> entry.contains("\"left\":9"));
    assertThat(log).noneMatch(entry -> entry.contains(phone.secret()) || entry.contains(used));
  }

  @Test
  void aCompanyMayWantOneOfAllItsPeople() {
    var other = staff.hire(Role.MEMBER);
    var theirs = staff.signedIn(other);
    var token = doors.http().as(staff.token(other, "*"));
    browser.send("PATCH", "/api/v1/tenant", "{\"second_factor_required\": true}").is(200);

    for (var without : List.of(browser, theirs)) {
      without.get(CLIENTS).is(Type.SECOND_FACTOR_MISSING);
      without.send("PATCH", "/api/v1/tenant", "{}").is(Type.SECOND_FACTOR_MISSING);
      without.get("/api/v1/session").is(200);
    }
    token.get(CLIENTS).is(200);
    var second = new Staff(doors);
    second.hire(Role.MEMBER, other.email());
    theirs.with("Quittance-Tenant", second.tenant().id().toString()).get(CLIENTS).is(200);
    theirs.with("Quittance-Tenant", null);

    Phone.enrolled(doors.house(), theirs);

    theirs.get(CLIENTS).is(200);
    browser.get(CLIENTS).is(Type.SECOND_FACTOR_MISSING);
  }

  @Test
  void whoRunsTheServerDoesNothingWithoutIt() {
    var email = Staff.freshAddress(doors);
    doors
        .house()
        .sql()
        .sql(
            """
            insert into person (id, email, locale, operator, created_at)
            values (gen_random_uuid(), ?, 'fr', true, now())
            """)
        .param(email)
        .update();
    staff.password(email, Staff.PASSWORD);
    var operator = doors.browser();
    operator.signIn(email, Staff.PASSWORD).is(200);
    for (var path : List.of("/api/v1/sessions", RECOVERY_CODES, CLIENTS)) {
      operator.get(path).is(Type.SECOND_FACTOR_MISSING);
    }
    operator.put("/api/v1/password", "{}").is(Type.SECOND_FACTOR_MISSING);
    operator.get("/api/v1/session").is(200);

    var phone = Phone.enrolled(doors.house(), operator);

    operator.get("/api/v1/sessions").is(200);
    doors.browser().signIn(email, Staff.PASSWORD).is(Type.SECOND_FACTOR_REQUIRED);
    var again = doors.browser();
    again.signIn(email, Staff.PASSWORD, phone.next()).is(200);
    again.get("/api/v1/sessions").is(200);
  }
}
