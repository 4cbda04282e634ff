package com.quittance.people;

import com.quittance.database.Sql;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.people.PeopleEvent.RecoveryCodeUsed;
import com.quittance.relay.Scope;
import com.quittance.relay.Tx;
import com.quittance.relay.TxWork;
import com.quittance.sealing.Seal;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes sure that somebody is who they say: by their password, and by a code when they have a
 * second factor. Whoever does not know the password learns nothing, not even whether there is a
 * second factor; who is unknown, who has no password and who mistypes it are told the same, after
 * the same work.
 */
public final class Doorkeeper {

  private final Register register;
  private final JdbcClient people;
  private final Seal seal;
  private final PasswordHashes hashes = new PasswordHashes();
  private final Attempts attempts;
  private final SignInWatch watch;
  private final Clock clock;

  /**
   * @param people in the role that may see people
   */
  public Doorkeeper(Register register, DataSource people, Seal seal, Clock clock) {
    this.register = register;
    this.people = JdbcClient.create(people);
    this.seal = seal;
    this.attempts = new Attempts(this.people);
    this.watch = new SignInWatch(attempts);
    this.clock = clock;
  }

  PasswordHashes hashes() {
    return hashes;
  }

  /**
   * The one whose password this is. The try counts as failed until {@link #admit} has let them in:
   * a code that is missing is part of it, or the count would begin anew before each code.
   *
   * @throws Problem when it must wait, or it is nobody's
   */
  Person know(Credentials shown, String place) {
    var now = clock.instant();
    begin(shown.email(), place, now);
    var person = new People(people).find(shown.email());
    var hash = person.map(Person::passwordHash).orElse(null);
    if (!hashes.matches(shown.password(), hash)) {
      watch.failed(now);
      throw unknown();
    }
    return person.orElseThrow();
  }

  /**
   * Does in one transaction what they came for, and uses up their code.
   *
   * @param person by their password
   * @throws Problem when they need a code, or another one
   */
  <R extends @Nullable Object> R admit(
      Person person, Credentials shown, String place, Scope scope, TxWork<R> work) {
    var now = clock.instant();
    // Who knows the password may try codes from many networks, but no more in all than from one.
    var counted = shown.code() != null && Place.isElsewhere(place);
    if (counted) {
      begin(shown.email(), Place.ELSEWHERE, now);
    }
    R done;
    try {
      done =
          register.in(
              scope,
              tx -> {
                useUp(tx, person, shown.code(), now);
                return work.in(tx);
              });
    } catch (Problem refused) {
      if (refused.type() == Type.SECOND_FACTOR_INVALID) {
        watch.failed(now);
      }
      throw refused;
    }
    succeeded(shown.email(), place);
    if (counted) {
      succeeded(shown.email(), Place.ELSEWHERE);
    }
    return done;
  }

  private void useUp(Tx tx, Person known, @Nullable String code, Instant now) {
    var person = known.id();
    var locked = new People(Sql.on(tx)).lock(person);
    if (!Objects.equals(locked.passwordHash(), known.passwordHash())) {
      // It was changed since it was looked at: what was shown is not their password any more.
      throw unknown();
    }
    var factors = new SecondFactors(Sql.on(tx), seal);
    var factor = factors.find(person).filter(SecondFactor::isConfirmed);
    if (factor.isEmpty()) {
      return;
    }
    if (code == null) {
      throw Problem.of(
          Type.SECOND_FACTOR_REQUIRED, "Send a code of your app, or a recovery code, as well.");
    }
    var step = factor.get().totp().match(code, now, factor.get().lastStep());
    if (step.isPresent() && factors.use(person, step.getAsLong())) {
      return;
    }
    if (!factors.use(person, new RecoveryCode(code))) {
      throw wrongCode();
    }
    tx.announce(new RecoveryCodeUsed(person, factors.codesLeft(person)));
  }

  private static Problem unknown() {
    return Problem.of(Type.CREDENTIALS_INVALID, "No such address with this password.");
  }

  static Problem wrongCode() {
    return Problem.of(
        Type.SECOND_FACTOR_INVALID,
        "The code is not of now, or it was used before: take the next.");
  }

  /**
   * @throws Problem when it must wait
   */
  void begin(String email, String place, Instant now) {
    attempts
        .begin(Secret.sha256(email), place, now)
        .ifPresent(
            wait -> {
              throw Problem.of(Type.TOO_MANY_ATTEMPTS, "Wait before the next try.")
                  .retryAfter(wait);
            });
  }

  void succeeded(String email, String place) {
    attempts.succeeded(Secret.sha256(email), place);
  }
}
