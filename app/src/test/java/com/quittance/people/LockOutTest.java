package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.quittance.http.Browser;
import com.quittance.http.Doors;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Guessing gets slow, and nobody is kept out by what strangers do. */
@ExtendWith(Doors.Opened.class)
class LockOutTest {

  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "127.0.77.1";

  private final Doors doors;
  private Staff staff;
  private String victim;

  LockOutTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void forgetWhatWasTried() {
    doors.house().sql().sql("delete from sign_in_attempt").update();
    staff = new Staff(doors);
    victim = staff.hire(Role.OWNER).email();
    staff.password(victim, Staff.PASSWORD);
  }

  private Answer guess(String email, String from) {
    return doors.browser(from).signIn(email, "guess");
  }

  private void exhaust(String email, String from) {
    for (var i = 0; i <= Attempts.FREE; i++) {
      guess(email, from).is(Type.CREDENTIALS_INVALID);
    }
    guess(email, from).is(Type.TOO_MANY_ATTEMPTS);
  }

  private long wait(Answer refused) {
    return Long.parseLong(refused.is(Type.TOO_MANY_ATTEMPTS).header("Retry-After"));
  }

  @Test
  void guessesAfterTheFirstFewWaitEverLonger() {
    exhaust(victim, HERE);
    var waits = new ArrayList<Long>();
    for (var i = 0; i < 12; i++) {
      var wait = wait(guess(victim, HERE));
      waits.add(wait);
      doors.house().advance(Duration.ofSeconds(wait));
      guess(victim, HERE).is(Type.CREDENTIALS_INVALID);
    }
    assertThat(waits).startsWith(3L, 5L, 9L, 17L).isSorted();
    assertThat(waits.getLast()).isEqualTo(Attempts.LONGEST.toSeconds() + 1);
  }

  @Test
  void evenTheRightPasswordWaitsAndThenBeginsAnew() {
    exhaust(victim, HERE);
    var browser = doors.browser();
    var wait = wait(browser.signIn(victim, Staff.PASSWORD));
    doors.house().advance(Duration.ofSeconds(wait));
    browser.signIn(victim, Staff.PASSWORD).is(200);
    exhaust(victim, HERE);
  }

  @Test
  void halfACharacterIsNoPassword() {
    doors
        .browser()
        .post("/api/v1/session", "{\"email\": \"%s\", \"password\": \"\\ud800\"}".formatted(victim))
        .is(Type.VALIDATION, "/password");
  }

  @Test
  void strangersElsewhereDoNotKeepAnybodyOut() {
    exhaust(victim, ELSEWHERE);
    doors.browser(HERE).signIn(victim, Staff.PASSWORD).is(200);
  }

  @Test
  void notEvenInTheSameNetworkFromABrowserTheyKnow() {
    var known = doors.browser();
    known.signIn(victim, Staff.PASSWORD).is(200);
    known.delete("/api/v1/session").is(204);
    exhaust(victim, HERE);
    doors.browser().signIn(victim, Staff.PASSWORD).is(Type.TOO_MANY_ATTEMPTS);
    known.signIn(victim, Staff.PASSWORD).is(200);
  }

  @Test
  void aKnownBrowserGuessesNoFasterAndForItsOwnPersonOnly() {
    var known = doors.browser();
    known.signIn(victim, Staff.PASSWORD).is(200);
    for (var i = 0; i <= Attempts.FREE; i++) {
      known.signIn(victim, "guess").is(Type.CREDENTIALS_INVALID);
    }
    known.signIn(victim, "guess").is(Type.TOO_MANY_ATTEMPTS);
    var other = staff.hire(Role.MEMBER);
    staff.password(other);
    doors.browser(ELSEWHERE).signIn(other.email(), Staff.PASSWORD).is(200);
    exhaust(other.email(), HERE);
    known.signIn(other.email(), "guess").is(Type.TOO_MANY_ATTEMPTS);
  }

  @Test
  void thoseThatDoNotExistAreAnsweredAlike() {
    var nobody = Staff.freshAddress(doors);
    for (var i = 0; i <= Attempts.FREE; i++) {
      assertThat(guess(nobody, HERE).withoutRequestId())
          .isEqualTo(guess(victim, HERE).is(Type.CREDENTIALS_INVALID).withoutRequestId());
    }
    var known = guess(victim, HERE).is(Type.TOO_MANY_ATTEMPTS);
    assertThat(guess(nobody, HERE).withoutRequestId()).isEqualTo(known.withoutRequestId());
  }

  /** Those that are under way count already. */
  @Test
  void manyAtTheSameTimeAreNoMoreThanOneAfterTheOther() {
    var answers = Doors.atOnce(40, () -> guess(victim, HERE).status());
    assertThat(answers).containsOnly(401, 429);
    assertThat(answers.stream().filter(status -> status == 401)).hasSize(Attempts.FREE + 1);
  }

  @Test
  void afterADayAllIsForgotten() {
    exhaust(victim, HERE);
    doors
        .house()
        .sql()
        .sql(
            """
            update sign_in_attempt set failures = 30, last_at = last_at - interval '1 day 1 minute',
              blocked_until = last_at
            """)
        .update();
    exhaust(victim, HERE);
  }

  @Test
  void aPasswordIsNotGuessedByChangingItEither() {
    var browser = staff.browser(staff.hire(Role.MEMBER));
    var wanted = "{\"present\": \"guess\", \"password\": \"trois oiseaux dans un jardin\"}";
    for (var i = 0; i <= Attempts.FREE; i++) {
      browser.put("/api/v1/password", wanted).is(Type.CREDENTIALS_INVALID);
    }
    browser.put("/api/v1/password", wanted).is(Type.TOO_MANY_ATTEMPTS);
  }

  @Test
  void operatorsAreToldWhenAnAccountIsTriedFromEverywhere() {
    doors.house().advance(Duration.ofMinutes(20));
    var told = new ListAppender<ILoggingEvent>();
    told.start();
    var log = (Logger) LoggerFactory.getLogger(SignInWatch.class);
    log.addAppender(told);
    try {
      for (var i = 1; i < SignInWatch.MANY_PLACES; i++) {
        doors.house().advance(Duration.ofSeconds(11));
        guess(victim, "127.0.%d.1".formatted(100 + i));
      }
      assertThat(told.list).isEmpty();
      doors.house().advance(Duration.ofSeconds(11));
      guess(victim, ELSEWHERE);
      assertThat(told.list).singleElement().asString().contains("passwords are being tried");
      assertThat(told.list.toString()).doesNotContain(victim);
      doors.house().advance(Duration.ofSeconds(11));
      guess(victim, "127.0.78.1");
      assertThat(told.list).as("once in a while is enough").hasSize(1);
    } finally {
      log.detachAppender(told);
    }
  }

  /** Without the hash that nobody has, it would be some ten times faster. */
  @Test
  void itTakesAsLongForThoseThatDoNotExist() {
    var wrong = new ArrayList<Long>();
    var unknown = new ArrayList<Long>();
    var browser = doors.browser();
    for (var i = 0; i < 25; i++) {
      wrong.add(nanos(browser, victim));
      unknown.add(nanos(browser, Staff.freshAddress(doors)));
    }
    assertThat((double) median(unknown) / median(wrong)).isBetween(0.5, 2.0);
  }

  private long nanos(Browser browser, String email) {
    doors.house().sql().sql("delete from sign_in_attempt").update();
    var begin = System.nanoTime();
    browser.signIn(email, "guess").is(Type.CREDENTIALS_INVALID);
    return System.nanoTime() - begin;
  }

  private static long median(List<Long> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }
}
