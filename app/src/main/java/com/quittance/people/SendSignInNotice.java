package com.quittance.people;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.application.listener.Mailer;
import com.quittance.billing.infrastructure.mail.Letter.Kind;
import com.quittance.billing.infrastructure.mail.PersonLetters;
import com.quittance.database.Sql;
import com.quittance.people.PeopleEvent.PasswordChanged;
import com.quittance.people.PeopleEvent.RecoveryCodeUsed;
import com.quittance.people.PeopleEvent.RecoveryCodesRenewed;
import com.quittance.people.PeopleEvent.SecondFactorDisabled;
import com.quittance.people.PeopleEvent.SecondFactorEnabled;
import com.quittance.people.PeopleEvent.SignInChanged;
import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import java.time.Clock;

/** Mails somebody that the way they sign in was changed, or is being used up, whoever did it. */
public final class SendSignInNotice implements Listener<SignInChanged> {

  private final Register register;
  private final PersonLetters letters;
  private final Mailer mailer;
  private final Clock clock;

  public SendSignInNotice(Register register, PersonLetters letters, Mailer mailer, Clock clock) {
    this.register = register;
    this.letters = letters;
    this.mailer = mailer;
    this.clock = clock;
  }

  @Override
  public Retry retry() {
    return Retry.tries(5, ofMinutes(1), ofMinutes(5), ofMinutes(15));
  }

  @Override
  public void handle(SignInChanged event, Attempt attempt) {
    if (attempt.isReplay()) {
      return; // it is no news any more
    }
    var person = register.in(attempt.scope(), tx -> new People(Sql.on(tx)).get(event.person()));
    mailer.send(
        attempt,
        letters.signInChanged(
            kind(event), person.reader(attempt, clock.instant()), attempt.occurredAt()));
  }

  private static Kind kind(SignInChanged event) {
    return switch (event) {
      case PasswordChanged _ -> Kind.PASSWORD_CHANGED;
      case SecondFactorEnabled _ -> Kind.SECOND_FACTOR_ENABLED;
      case SecondFactorDisabled _ -> Kind.SECOND_FACTOR_DISABLED;
      case RecoveryCodesRenewed _ -> Kind.RECOVERY_CODES_RENEWED;
      case RecoveryCodeUsed _ -> Kind.RECOVERY_CODE_USED;
    };
  }
}
