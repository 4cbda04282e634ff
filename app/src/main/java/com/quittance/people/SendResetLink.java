package com.quittance.people;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import com.quittance.billing.application.listener.Mailer;
import com.quittance.billing.infrastructure.mail.PersonLetters;
import com.quittance.database.Sql;
import com.quittance.people.PasswordLinks.Kind;
import com.quittance.people.PeopleEvent.PasswordResetRequested;
import com.quittance.people.PeopleEvent.ResetAsked;
import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import com.quittance.relay.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Mails somebody the link to choose a new password; nothing when the address is nobody's. The
 * secret is made here, for one attempt: it stands in the mail and nowhere else.
 */
public final class SendResetLink implements Listener<ResetAsked> {

  private final Register register;
  private final PersonLetters letters;
  private final Mailer mailer;
  private final Clock clock;

  public SendResetLink(Register register, PersonLetters letters, Mailer mailer, Clock clock) {
    this.register = register;
    this.letters = letters;
    this.mailer = mailer;
    this.clock = clock;
  }

  /** Somebody sits before their mailbox. */
  @Override
  public Retry retry() {
    return Retry.tries(4, ofSeconds(10), ofMinutes(1), ofMinutes(5));
  }

  @Override
  public void handle(ResetAsked event, Attempt attempt) {
    if (attempt.isReplay()) {
      return; // nobody asks for it now
    }
    var now = clock.instant();
    var secret = Secret.fresh();
    var person = register.in(attempt.scope(), tx -> open(tx, event, attempt, secret, now));
    if (person.isPresent()) {
      mailer.send(
          attempt,
          letters.reset(person.get().reader(attempt, now), Kind.RESET.life(), secret.text()));
    }
  }

  private static Optional<Person> open(
      Tx tx, ResetAsked event, Attempt attempt, Secret secret, Instant now) {
    var person = new PasswordResets(Sql.on(tx)).lock(event.request());
    person.ifPresent(
        known -> {
          var links = new PasswordLinks(Sql.on(tx));
          links.endOthers(known.id(), Kind.RESET, attempt.job());
          if (links.add(secret, known.id(), Kind.RESET, attempt.job(), now)) {
            tx.announce(new PasswordResetRequested(known.id()));
          }
        });
    return person;
  }
}
