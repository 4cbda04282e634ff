package com.quittance.people;

import com.quittance.database.Sql;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.people.PeopleEvent.ResetAsked;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets somebody who has no password, or forgot it, choose one by a link in a mail. They are not
 * signed in by it, and a second factor stays what it is.
 */
public final class ResetPassword {

  private final Register register;
  private final JdbcClient people;
  private final Doorkeeper keeper;
  private final Clock clock;

  /**
   * @param people in the role that may see people
   * @param keeper whose turns to hash are ours as well
   */
  public ResetPassword(Register register, DataSource people, Doorkeeper keeper, Clock clock) {
    this.register = register;
    this.people = JdbcClient.create(people);
    this.keeper = keeper;
    this.clock = clock;
  }

  /** Where a request comes from, and its id. */
  record From(UUID request, String address) {}

  /**
   * Asks for a link. Whose the address is, and whether it is anybody's, is found out later and
   * elsewhere ({@link SendResetLink}): nothing here depends on it, so nothing tells it.
   */
  void ask(String email, From from) {
    var now = clock.instant();
    var id = UuidV7.from(now);
    register.run(
        scope("anybody", from),
        tx -> {
          if (new PasswordResets(Sql.on(tx)).ask(email.toLowerCase(Locale.ROOT), id, now)) {
            tx.announce(new ResetAsked(id));
          }
        });
  }

  /**
   * Chooses the password. The link is good until this has succeeded.
   *
   * @throws Problem when the link is none, was used, is too old or was replaced: which is not told;
   *     or when the password is not fit
   */
  void confirm(String link, String wanted, From from) {
    var secret = Secret.parse(link).orElseThrow(ResetPassword::invalid);
    var person =
        new PasswordLinks(people)
            .holder(secret, clock.instant())
            .orElseThrow(ResetPassword::invalid);
    if (!SignIn.isFit(wanted, person.email())) {
      throw Problem.invalid("/password", SignIn.EXPECTED);
    }
    var hash = keeper.hashes().of(wanted);
    register.run(
        scope("person:" + person.id(), from),
        tx -> {
          if (!new PasswordLinks(Sql.on(tx)).use(secret, person.id(), clock.instant())) {
            throw invalid();
          }
          Passwords.replace(tx, person.id(), hash, null);
        });
  }

  private static Scope scope(String actor, From from) {
    return Scope.of(Register.NO_COMPANY, actor, from.request()).from(from.address());
  }

  private static Problem invalid() {
    return Problem.of(Type.RESET_INVALID, "Ask for another link, and use the newest.");
  }
}
