package com.quittance.people;

import com.quittance.database.Sql;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.people.PeopleEvent.SignedIn;
import com.quittance.relay.Scope;
import com.quittance.relay.Tx;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Router;
import com.quittance.tenancy.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets somebody in by address and password. Who is unknown, who has no password and who mistypes it
 * are told the same, after the same work.
 */
public final class SignIn {

  /** What a password has to be. */
  public static final String EXPECTED = Password.EXPECTED;

  private final Register register;
  private final JdbcClient people;
  private final Router router;
  private final PasswordHashes hashes;
  private final Attempts attempts;
  private final SignInWatch watch;
  private final Clock clock;

  /**
   * @param people in the role that may see people
   */
  public SignIn(Register register, DataSource people, Router router, Clock clock) {
    this.register = register;
    this.people = JdbcClient.create(people);
    this.router = router;
    this.hashes = new PasswordHashes();
    this.attempts = new Attempts(this.people);
    this.watch = new SignInWatch(attempts);
    this.clock = clock;
  }

  /**
   * @param device what a browser shows that somebody has signed in with before
   * @param request the id of the request
   */
  record From(@Nullable Secret device, String address, String agent, UUID request) {}

  /**
   * @param device for the browser to keep; null: it has one
   */
  record SignedInSession(Session session, Secret secret, @Nullable Secret device) {}

  /**
   * @param before the session the browser had, which ends
   * @throws Problem when it must wait, or they are not let in
   */
  SignedInSession signIn(String email, String password, From from, @Nullable Secret before) {
    var address = email.toLowerCase(Locale.ROOT);
    var now = clock.instant();
    var device = from.device();
    var known = device != null && new KnownDevices(people).isOf(device, address, now);
    var person = verified(address, password, known ? Place.device(device) : network(from));
    var scope =
        Scope.of(Register.NO_COMPANY, "person:" + person.id(), from.request()).from(from.address());
    return register.in(
        scope,
        tx -> {
          if (before != null) {
            new Sessions(Sql.on(tx)).end(before);
          }
          return begin(tx, person, from, known ? device : null, now);
        });
  }

  private static String network(From from) {
    return Place.network(from.address());
  }

  /** The one of that address, if this is their password. */
  private Person verified(String address, String password, String place) {
    var now = clock.instant();
    var account = Secret.sha256(address);
    attempts
        .begin(account, place, now)
        .ifPresent(
            wait -> {
              throw Problem.of(Type.TOO_MANY_ATTEMPTS, "Wait before the next try.")
                  .retryAfter(wait);
            });
    var person = new People(people).find(address);
    var hash = person.map(Person::passwordHash).orElse(null);
    if (!hashes.matches(password, hash)) {
      watch.failed(now);
      throw Problem.of(Type.CREDENTIALS_INVALID, "No such address with this password.");
    }
    attempts.succeeded(account, place);
    return person.orElseThrow();
  }

  /**
   * @param known the device they came with, if they have been in with it before
   */
  SignedInSession begin(Tx tx, Person person, From from, @Nullable Secret known, Instant now) {
    var sql = Sql.on(tx);
    var devices = new KnownDevices(sql);
    Secret fresh = null;
    if (known == null) {
      fresh = Secret.fresh();
      devices.add(fresh, person.id(), now);
    } else {
      devices.used(known, now);
    }
    var session =
        new Session(
            UuidV7.from(now),
            person,
            onlyCompany(person),
            now,
            now,
            now.plus(Session.life(person)),
            from.address(),
            from.agent());
    var secret = Secret.fresh();
    new Sessions(sql).add(session, secret);
    tx.announce(new SignedIn(person.id(), session.id()));
    return new SignedInSession(session, secret, fresh);
  }

  private @Nullable TenantId onlyCompany(Person person) {
    var companies = router.companies(person.id());
    return companies.size() == 1 ? companies.getFirst().tenant() : null;
  }

  /**
   * Gives somebody who is signed in another password. All other browsers have to sign in again.
   *
   * @throws Problem when the present password is not theirs
   */
  void changePassword(Session session, Scope scope, String present, String wanted) {
    var person = verified(session.person().email(), present, "session:" + session.id());
    var hash = hashes.of(wanted);
    register.run(scope, tx -> Passwords.replace(tx, person.id(), hash, session.id()));
  }

  /** When there is room for the work. */
  String hash(String wanted) {
    return hashes.of(wanted);
  }

  /** Whether this may become the password of somebody of that address. */
  public static boolean isFit(String password, String email) {
    return Password.isFit(password, Password.about(email.toLowerCase(Locale.ROOT)));
  }

  /**
   * Gives somebody a password, by an operator, and ends their sessions.
   *
   * @return false when nobody has that address
   */
  public boolean setPassword(Scope scope, String email, String wanted) {
    var hash = hashes.of(wanted);
    return register.in(
        scope,
        tx -> {
          var person = new People(Sql.on(tx)).find(email.toLowerCase(Locale.ROOT));
          person.ifPresent(known -> Passwords.replace(tx, known.id(), hash, null));
          return person.isPresent();
        });
  }
}
