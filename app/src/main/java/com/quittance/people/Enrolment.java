package com.quittance.people;

import com.quittance.database.Sql;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.people.PeopleEvent.RecoveryCodesRenewed;
import com.quittance.people.PeopleEvent.SecondFactorDisabled;
import com.quittance.people.PeopleEvent.SecondFactorEnabled;
import com.quittance.relay.Scope;
import com.quittance.relay.Tx;
import com.quittance.relay.TxWork;
import com.quittance.sealing.Seal;
import com.quittance.tenancy.PersonId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sets up and takes away second factors. */
public final class Enrolment {

  private final Register register;
  private final Doorkeeper keeper;
  private final JdbcClient people;
  private final Seal seal;
  private final Clock clock;

  /**
   * @param people in the role that may see people
   */
  public Enrolment(
      Register register, Doorkeeper keeper, DataSource people, Seal seal, Clock clock) {
    this.register = register;
    this.keeper = keeper;
    this.people = JdbcClient.create(people);
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * @param since null: there is none
   */
  record State(@Nullable Instant since, int recoveryCodesLeft) {}

  State state(PersonId person) {
    var factors = new SecondFactors(people, seal);
    return new State(
        factors.find(person).map(SecondFactor::confirmedAt).orElse(null),
        factors.codesLeft(person));
  }

  /** Changes nothing at sign-in before it is confirmed. */
  SecondFactor begin(Visitor visitor, String password) {
    requireNone(!visitor.session().person().secondFactor());
    var factor = new SecondFactor(Totp.fresh(), clock.instant(), null, 0);
    return shown(
        visitor,
        password,
        null,
        tx -> {
          requireNone(factors(tx).begin(visitor.session().person().id(), factor));
          return factor;
        });
  }

  private static void requireNone(boolean none) {
    if (!none) {
      throw Problem.of(
          Type.SECOND_FACTOR_STATE, "There is a second factor: take it away before another.");
    }
  }

  /** What changes how somebody signs in takes all that signing in takes. */
  private <R extends @Nullable Object> R shown(
      Visitor visitor, String password, @Nullable String code, TxWork<R> work) {
    var shown = new Credentials(visitor.session().person().email(), password, code);
    var place = Place.session(visitor.session());
    return keeper.admit(keeper.know(shown, place), shown, place, visitor.scope(), work);
  }

  /** From now on it is needed; whoever else is signed in has to show it. */
  List<RecoveryCode> confirm(Visitor visitor, String code) {
    var session = visitor.session();
    var email = session.person().email();
    var now = clock.instant();
    keeper.begin(email, Place.session(session), now);
    var codes =
        register.in(
            visitor.scope(),
            tx -> {
              var person = session.person().id();
              new People(Sql.on(tx)).lock(person);
              var factor = factors(tx).find(person).filter(f -> f.isWaiting(now));
              if (factor.isEmpty()) {
                throw Problem.of(
                    Type.SECOND_FACTOR_STATE, "Nothing waits to be confirmed: begin anew.");
              }
              var step = factor.get().totp().match(code, now, factor.get().lastStep());
              if (step.isEmpty() || !factors(tx).use(person, step.getAsLong())) {
                throw Doorkeeper.wrongCode();
              }
              factors(tx).confirm(person, now);
              new Sessions(Sql.on(tx)).endAll(person, session.id());
              tx.announce(new SecondFactorEnabled(person));
              return fresh(tx, person);
            });
    keeper.succeeded(email, Place.session(session));
    return codes;
  }

  private List<RecoveryCode> fresh(Tx tx, PersonId person) {
    var codes = RecoveryCode.fresh();
    factors(tx).keep(person, codes);
    return codes;
  }

  /** In place of those before. */
  List<RecoveryCode> renewCodes(Visitor visitor, String password, @Nullable String code) {
    return shown(
        visitor,
        password,
        code,
        tx -> {
          var person = visitor.session().person().id();
          requireOne(tx, person);
          tx.announce(new RecoveryCodesRenewed(person));
          return fresh(tx, person);
        });
  }

  void remove(Visitor visitor, String password, @Nullable String code) {
    var session = visitor.session();
    shown(
        visitor,
        password,
        code,
        tx -> {
          requireOne(tx, session.person().id());
          remove(tx, session.person().id(), session.id());
          return true;
        });
  }

  private void requireOne(Tx tx, PersonId person) {
    if (factors(tx).find(person).filter(SecondFactor::isConfirmed).isEmpty()) {
      throw Problem.of(Type.SECOND_FACTOR_STATE, "There is no second factor.");
    }
  }

  /**
   * Takes it away from somebody who has lost it, by an operator, and ends their sessions.
   *
   * @return false when nobody of that address has one
   */
  public boolean remove(Scope scope, String email) {
    return register.in(
        scope,
        tx -> {
          var person =
              new People(Sql.on(tx))
                  .find(email.toLowerCase(Locale.ROOT))
                  .filter(Person::secondFactor);
          person.ifPresent(known -> remove(tx, known.id(), null));
          return person.isPresent();
        });
  }

  /** After another key has taken over. */
  public void renewSeals() {
    new SecondFactors(people, seal).renewSeals();
  }

  private void remove(Tx tx, PersonId person, @Nullable UUID staying) {
    factors(tx).remove(person);
    new Sessions(Sql.on(tx)).endAll(person, staying);
    tx.announce(new SecondFactorDisabled(person));
  }

  private SecondFactors factors(Tx tx) {
    return new SecondFactors(Sql.on(tx), seal);
  }
}
