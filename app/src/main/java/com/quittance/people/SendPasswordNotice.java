package com.quittance.people;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.application.listener.Mailer;
import com.quittance.billing.infrastructure.mail.PersonLetters;
import com.quittance.database.Sql;
import com.quittance.people.PeopleEvent.PasswordChanged;
import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import java.time.Clock;

/** Mails somebody that their password was changed, whoever did it. */
public final class SendPasswordNotice implements Listener<PasswordChanged> {

  private final Register register;
  private final PersonLetters letters;
  private final Mailer mailer;
  private final Clock clock;

  public SendPasswordNotice(Register register, PersonLetters letters, Mailer mailer, Clock clock) {
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
  public void handle(PasswordChanged event, Attempt attempt) {
    if (attempt.isReplay()) {
      return; // it is no news any more
    }
    var person = register.in(attempt.scope(), tx -> new People(Sql.on(tx)).get(event.person()));
    mailer.send(
        attempt,
        letters.passwordChanged(person.reader(attempt, clock.instant()), attempt.occurredAt()));
  }
}
