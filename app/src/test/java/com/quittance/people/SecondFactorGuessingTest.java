package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.quittance.http.Browser;
import com.quittance.http.Doors;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Codes that are guessed, used again or read from where they are kept. */
@ExtendWith(Doors.Opened.class)
class SecondFactorGuessingTest {

  private static final int AT_ONCE = 8;

  private final Doors doors;
  private Staff staff;
  private Membership member;
  private Browser browser;
  private Phone phone;

  SecondFactorGuessingTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void enrol() {
    doors.house().sql().sql("delete from sign_in_attempt").update();
    staff = new Staff(doors);
    member = staff.hire(Role.OWNER);
    browser = staff.signedIn(member);
    phone = Phone.enrolled(doors.house(), browser);
  }

  private Answer signIn(Browser with, String code) {
    return with.signIn(member.email(), Staff.PASSWORD, code);
  }

  private Browser in(int network) {
    return doors.browser("127.0.%d.1".formatted(network));
  }

  /** Each from a browser that was in before: their tries are counted apart. */
  private ArrayList<Browser> known() {
    var known = new ArrayList<Browser>();
    for (var i = 0; i < AT_ONCE; i++) {
      var one = in(10 + i);
      signIn(one, phone.next()).is(200);
      known.add(one);
    }
    return known;
  }

  private long letIn(String code) {
    var known = known();
    phone.next();
    var one = new AtomicInteger();
    var typed = code.isEmpty() ? phone.code() : code;
    var answers =
        Doors.atOnce(AT_ONCE, () -> signIn(known.get(one.getAndIncrement()), typed).status());
    assertThat(answers).hasSize(AT_ONCE).containsOnly(200, 401);
    return answers.stream().filter(status -> status == 200).count();
  }

  @Test
  void ofEightWithTheSameCodeAtTheSameTimeOneGetsIn() {
    assertThat(letIn("")).isEqualTo(1);
  }

  @Test
  void ofEightWithTheSameRecoveryCodeAtTheSameTimeOneGetsIn() {
    assertThat(letIn(phone.recoveryCodes().getFirst())).isEqualTo(1);
    var left = browser.get(Phone.SECOND_FACTOR).json().get("recovery_codes_left").asInt();
    assertThat(left).isEqualTo(9);
  }

  @Test
  void whoKnowsThePasswordWaitsEverLongerBetweenCodes() {
    for (var i = 0; i <= Attempts.FREE; i++) {
      signIn(in(20), phone.wrong()).is(Type.SECOND_FACTOR_INVALID);
    }
    signIn(in(20), phone.wrong()).is(Type.TOO_MANY_ATTEMPTS);
    var waits = new ArrayList<Long>();
    for (var i = 0; i < 12; i++) {
      var refused = signIn(in(20), phone.wrong()).is(Type.TOO_MANY_ATTEMPTS);
      waits.add(Long.parseLong(refused.header("Retry-After")));
      doors.house().advance(Duration.ofSeconds(waits.getLast()));
      signIn(in(20), phone.wrong()).is(Type.SECOND_FACTOR_INVALID);
    }
    assertThat(waits).startsWith(3L, 5L, 9L).isSorted().endsWith(901L);
  }

  /** Or the count would begin anew before each code. */
  @Test
  void thePasswordAloneTakesBackNoTry() {
    for (var i = 0; i < 2; i++) {
      signIn(in(21), phone.wrong()).is(Type.SECOND_FACTOR_INVALID);
      in(21).signIn(member.email(), Staff.PASSWORD).is(Type.SECOND_FACTOR_REQUIRED);
    }
    signIn(in(21), phone.wrong()).is(Type.SECOND_FACTOR_INVALID);
    signIn(in(21), phone.code(1)).is(Type.TOO_MANY_ATTEMPTS);
  }

  @Test
  void fromManyNetworksTheyTryNoMoreThanFromOne() {
    var known = in(29);
    signIn(known, phone.next()).is(200);
    var tried = IntStream.range(30, 40).mapToObj(n -> signIn(in(n), phone.wrong()).status());
    assertThat(tried.filter(status -> status == 401)).hasSize(Attempts.FREE + 1);
    signIn(in(50), phone.code(1)).is(Type.TOO_MANY_ATTEMPTS);
    // Nobody is kept out of a browser they were in before, nor who only knows the address.
    signIn(known, phone.code(1)).is(200);
    in(51).signIn(member.email(), "guess").is(Type.CREDENTIALS_INVALID);
  }

  @Test
  void inASessionCodesAreNotGuessedEither() {
    var typed = Phone.both(Staff.PASSWORD, phone.wrong());
    for (var i = 0; i <= Attempts.FREE; i++) {
      browser.post(Phone.SECOND_FACTOR + "/removal", typed).is(Type.SECOND_FACTOR_INVALID);
    }
    browser.post(Phone.SECOND_FACTOR + "/removal", typed).is(Type.TOO_MANY_ATTEMPTS);
    browser.post(Phone.SECOND_FACTOR + "/recovery-codes", typed).is(Type.TOO_MANY_ATTEMPTS);
  }

  @Test
  void aSecretThatIsBegunIsNotGuessed() {
    var other = staff.signedIn(staff.hire(Role.MEMBER));
    var begun = Phone.begun(doors.house(), other);
    for (var i = 0; i <= Attempts.FREE; i++) {
      other
          .post(Phone.SECOND_FACTOR + "/confirmation", Phone.code(begun.wrong()))
          .is(Type.SECOND_FACTOR_INVALID);
    }
    other
        .post(Phone.SECOND_FACTOR + "/confirmation", Phone.code(begun.code()))
        .is(Type.TOO_MANY_ATTEMPTS);
  }

  /** Whatever code comes with it. */
  @Test
  void whoDoesNotKnowThePasswordDoesNotLearnThatThereIsOne() {
    var other = staff.hire(Role.MEMBER);
    staff.password(other);
    var without = other.email();
    var unknown = Staff.freshAddress(doors);
    for (var code : new String[] {phone.wrong(), phone.next(), phone.recoveryCodes().getFirst()}) {
      var answer = in(60).signIn(member.email(), "guess", code).is(Type.CREDENTIALS_INVALID);
      for (var email : new String[] {without, unknown}) {
        var same = in(60).signIn(email, "guess", code);
        assertThat(same.withoutRequestId()).isEqualTo(answer.withoutRequestId());
        assertThat(same.headers().keySet()).isEqualTo(answer.headers().keySet());
      }
    }
    signIn(browser, phone.next()).is(200);
    assertThat(browser.get(Phone.SECOND_FACTOR).json().get("recovery_codes_left").asInt())
        .isEqualTo(10);
  }

  @Test
  void aCodeOfSomebodyWithoutASecondFactorIsNotLookedAt() {
    var other = staff.hire(Role.MEMBER);
    staff.password(other);
    var without = other.email();
    in(61).signIn(without, Staff.PASSWORD, "123456").is(200);
    var body = "{\"email\": \"%s\", \"password\": \"%s\", \"code\": null}";
    in(61).post("/api/v1/session", body.formatted(without, Staff.PASSWORD)).is(200);
    in(61)
        .post("/api/v1/session", body.replace("null", "7").formatted(without, Staff.PASSWORD))
        .is(Type.VALIDATION, "/code");
  }

  private String row(Membership of) {
    return doors
        .house()
        .sql()
        .sql(
            """
            select f::text || (select string_agg(c::text, ' ') from recovery_code c
              where c.person_id = f.person_id)
            from second_factor f where person_id = ?
            """)
        .param(of.person().value())
        .query(String.class)
        .single();
  }

  @Test
  void whoReadsTheDatabaseHasNoCode() {
    assertThat(row(member)).contains("v1.").doesNotContain(phone.secret());
    assertThat(phone.recoveryCodes()).noneMatch(row(member)::contains);
  }

  /** Whoever writes to the database cannot give somebody a secret of their own. */
  @Test
  void aSecretDoesNotOpenForSomebodyElse() {
    var thief = staff.hire(Role.MEMBER);
    var own = Phone.enrolled(doors.house(), staff.signedIn(thief));
    doors
        .house()
        .sql()
        .sql(
            """
            update second_factor set secret = (select secret from second_factor where person_id = ?)
            where person_id = ?
            """)
        .params(thief.person().value(), member.person().value())
        .update();
    signIn(in(62), own.next()).is(500);
    signIn(browser, phone.next()).is(500);
  }

  @Test
  void nothingSecretIsLogged() {
    var told = new ListAppender<ILoggingEvent>();
    told.start();
    var log = (Logger) LoggerFactory.getLogger("com.quittance");
    var level = log.getLevel();
    log.addAppender(told);
    log.setLevel(Level.TRACE);
    try {
      var code = phone.next();
      signIn(in(63), code).is(200);
      var recovery = phone.recoveryCodes().get(2);
      signIn(in(63), recovery).is(200);
      signIn(in(63), recovery).is(Type.SECOND_FACTOR_INVALID);
      doors
          .house()
          .sql()
          .sql(
              "update second_factor set secret = overlay(secret placing 'AAAA' from 30) where person_id = ?")
          .param(member.person().value())
          .update();
      var broken = phone.next();
      signIn(in(63), broken).is(500);
      LoggerFactory.getLogger("com.quittance.people").trace("the last");
      assertThat(told.list).isNotEmpty();
      for (var event : told.list) {
        var cause =
            String.valueOf(
                event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getMessage());
        assertThat(event.getFormattedMessage() + cause)
            .doesNotContain(code, broken, recovery, phone.secret(), Staff.PASSWORD);
      }
      assertThat(told.list).anyMatch(event -> event.getThrowableProxy() != null);
    } finally {
      log.setLevel(level);
      log.detachAppender(told);
    }
  }
}
