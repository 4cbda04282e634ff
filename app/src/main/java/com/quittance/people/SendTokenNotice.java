package com.quittance.people;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.application.listener.Mailer;
import com.quittance.billing.infrastructure.mail.PersonLetters;
import com.quittance.database.Sql;
import com.quittance.relay.Attempt;
import com.quittance.relay.Listener;
import com.quittance.relay.Retry;
import com.quittance.tenancy.TenancyEvent.TokenNoticeDue;
import com.quittance.tenancy.Tenants;
import java.time.Clock;

/** Mails somebody that there is a token by which others can act as them, whoever made it. */
public final class SendTokenNotice implements Listener<TokenNoticeDue> {

  private final Register register;
  private final PersonLetters letters;
  private final Mailer mailer;
  private final Clock clock;

  public SendTokenNotice(Register register, PersonLetters letters, Mailer mailer, Clock clock) {
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
  public void handle(TokenNoticeDue event, Attempt attempt) {
    if (attempt.isReplay()) {
      return; // it is no news any more
    }
    var now = clock.instant();
    var mail =
        register.in(
            attempt.scope(),
            tx ->
                letters.tokenCreated(
                    new People(Sql.on(tx)).get(event.person()).reader(attempt, now),
                    new Tenants(tx).current(),
                    attempt.occurredAt()));
    mailer.send(attempt, mail);
  }
}
