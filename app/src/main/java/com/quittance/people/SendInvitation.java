package com.quittance.people;

import static java.time.Duration.ofMinutes;

import com.quittance.billing.application.listener.AdminAlert;
import com.quittance.billing.application.listener.Mailer;
import com.quittance.billing.infrastructure.mail.Alert.GaveUp;
import com.quittance.billing.infrastructure.mail.Mail;
import com.quittance.billing.infrastructure.mail.PersonLetters;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.database.Sql;
import com.quittance.people.PasswordLinks.Kind;
import com.quittance.relay.Attempt;
import com.quittance.relay.GivesUp;
import com.quittance.relay.Retry;
import com.quittance.relay.Tx;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.Memberships;
import com.quittance.tenancy.TenancyEvent.InvitationDue;
import com.quittance.tenancy.Tenants;
import java.time.Clock;
import java.time.Instant;

/**
 * Mails somebody that they belong to a company now, with a link to choose their password when they
 * have none; nothing when they do not belong to it any more.
 */
public final class SendInvitation implements GivesUp<InvitationDue> {

  private final Register register;
  private final PersonLetters letters;
  private final Mailer mailer;
  private final AdminAlert alert;
  private final Clock clock;

  public SendInvitation(
      Register register, PersonLetters letters, Mailer mailer, AdminAlert alert, Clock clock) {
    this.register = register;
    this.letters = letters;
    this.mailer = mailer;
    this.alert = alert;
    this.clock = clock;
  }

  @Override
  public Retry retry() {
    return Retry.tries(3, ofMinutes(1), ofMinutes(5), ofMinutes(15));
  }

  @Override
  public void handle(InvitationDue event, Attempt attempt) {
    if (attempt.isReplay()) {
      return; // a company could fill somebody's mailbox by it
    }
    var now = clock.instant();
    var mail =
        register.in(
            attempt.scope(),
            tx ->
                new Memberships(tx)
                    .find(event.person())
                    .filter(Membership::isLive)
                    .map(member -> write(tx, member, attempt, now)));
    mail.ifPresent(letter -> mailer.send(attempt, letter));
  }

  private Mail write(Tx tx, Membership member, Attempt attempt, Instant now) {
    var person = new People(Sql.on(tx)).lock(member.person());
    var reader = person.reader(attempt, now);
    var company = new Tenants(tx).current();
    if (person.passwordHash() != null) {
      return letters.welcome(reader, member.name(), company);
    }
    var secret = Secret.fresh();
    new PasswordLinks(Sql.on(tx)).add(secret, person.id(), Kind.INVITATION, attempt.job(), now);
    return letters.invitation(
        reader, member.name(), company, Kind.INVITATION.life(), secret.text());
  }

  @Override
  public void gaveUp(InvitationDue event, Attempt attempt, String error) {
    var member = register.in(attempt.scope(), tx -> new Memberships(tx).find(event.person()));
    alert.raise(
        attempt,
        Severity.WARNING,
        new GaveUp(name(), member.map(Membership::email).orElse("–"), error));
  }
}
