package com.quittance.people;

import com.quittance.database.Sql;
import com.quittance.http.Problem;
import com.quittance.people.PeopleEvent.SessionEnded;
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

/** Lets somebody in and out, and lets them choose what with. */
public final class SignIn {

  /** What a password has to be. */
  public static final String EXPECTED = Password.EXPECTED;

  private final Register register;
  private final Doorkeeper keeper;
  private final JdbcClient people;
  private final Router router;
  private final Clock clock;

  /**
   * @param people in the role that may see people
   */
  public SignIn(
      Register register, Doorkeeper keeper, DataSource people, Router router, Clock clock) {
    this.register = register;
    this.keeper = keeper;
    this.people = JdbcClient.create(people);
    this.router = router;
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
  SignedInSession signIn(Credentials shown, From from, @Nullable Secret before) {
    var now = clock.instant();
    var device = from.device();
    var known = device != null && new KnownDevices(people).isOf(device, shown.email(), now);
    var place = known ? Place.device(device) : Place.network(from.address());
    var person = keeper.know(shown, place);
    var scope =
        Scope.of(Register.NO_COMPANY, "person:" + person.id(), from.request()).from(from.address());
    return keeper.admit(
        person,
        shown,
        place,
        scope,
        tx -> {
          if (before != null) {
            new Sessions(Sql.on(tx)).end(before).ifPresent(tx::announce);
          }
          return begin(tx, person, from, known ? device : null, now);
        });
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

  /**
   * @return false when they have no such session
   */
  boolean end(Visitor visitor, UUID session) {
    var person = visitor.session().person().id();
    return register.in(
        visitor.scope(),
        tx -> {
          var ended = new Sessions(Sql.on(tx)).end(person, session);
          if (ended) {
            tx.announce(new SessionEnded(person, session));
          }
          return ended;
        });
  }

  /** All sessions of theirs but the one that asks. */
  void endOthers(Visitor visitor) {
    var session = visitor.session();
    register.run(
        visitor.scope(),
        tx -> tx.announce(new Sessions(Sql.on(tx)).endAll(session.person().id(), session.id())));
  }

  private @Nullable TenantId onlyCompany(Person person) {
    var companies = router.companies(person.id());
    return companies.size() == 1 ? companies.getFirst().tenant() : null;
  }

  /**
   * Gives somebody who is signed in another password. All other browsers have to sign in again.
   *
   * @param present with a code, if they have a second factor: it would be worth nothing against
   *     somebody at their screen who has seen the password typed
   * @throws Problem when this does not let them in
   */
  void changePassword(Session session, Scope scope, Credentials present, String wanted) {
    var place = Place.session(session);
    var person = keeper.know(present, place);
    var hash = keeper.hashes().of(wanted);
    keeper.admit(
        person,
        present,
        place,
        scope,
        tx -> {
          Passwords.replace(tx, person.id(), hash, session.id());
          return true;
        });
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
    var hash = keeper.hashes().of(wanted);
    return register.in(
        scope,
        tx -> {
          var person = new People(Sql.on(tx)).find(email.toLowerCase(Locale.ROOT));
          person.ifPresent(known -> Passwords.replace(tx, known.id(), hash, null));
          return person.isPresent();
        });
  }
}
