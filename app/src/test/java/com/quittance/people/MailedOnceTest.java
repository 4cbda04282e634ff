package com.quittance.people;

import static com.quittance.people.MailedLinks.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.TestHouse;
import com.quittance.billing.application.listener.Mailer;
import com.quittance.billing.infrastructure.mail.Mail;
import com.quittance.billing.infrastructure.mail.MailTransport;
import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.billing.infrastructure.mail.PersonLetters;
import com.quittance.http.Problem;
import com.quittance.people.PeopleEvent.ResetAsked;
import com.quittance.people.ResetPassword.From;
import com.quittance.relay.Attempt;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Membership;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ledger of mails holds for letters of no company, and a repeated one has a link that works.
 */
class MailedOnceTest {

  private static final String WANTED = "trois oiseaux dans un jardin";

  @TempDir Path folder;
  private TestHouse house;
  private Membership awa;

  @BeforeEach
  void ask() {
    house = TestHouse.open(folder, Map.of("QUITTANCE_PUBLIC_URL", MailedLinks.SERVER));
    awa = MailedLinks.person(house);
    house.house().resetPassword().ask(awa.email(), from());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private From from() {
    return new From(UuidV7.from(house.clock()), "127.0.0.1");
  }

  private void confirm(String secret) {
    house.house().resetPassword().confirm(secret, WANTED, from());
  }

  private record Job(UUID id, UUID event, UUID request) {}

  /** What the engine would do with what was asked, up to the death of the process. */
  private void dieAfter(MailTransport transport) {
    var job =
        house
            .sql()
            .sql(
                """
                select d.id, e.id as event, (e.payload->>'request')::uuid as request
                from relay.delivery d join relay.event e on e.id = d.event_id
                where d.listener = 'SendResetLink'
                """)
            .query(
                (row, _) ->
                    new Job(
                        row.getObject("id", UUID.class),
                        row.getObject("event", UUID.class),
                        row.getObject("request", UUID.class)))
            .single();
    var transactions = house.house().transactions();
    var now = house.clock().instant();
    new SendResetLink(
            new Register(house.house().database().people(), transactions),
            new PersonLetters(
                Mailbox.parse(house.house().settings().mailFrom()), URI.create(MailedLinks.SERVER)),
            new Mailer(transactions, transport, house.clock()),
            house.clock())
        .handle(
            new ResetAsked(job.request()),
            new Attempt(
                job.id(),
                job.event(),
                1,
                false,
                MailedLinks.nobodys(house),
                now,
                now,
                (_, _) -> {}));
  }

  /** Sends, and dies before the ledger knows. */
  private final class Dying implements MailTransport {
    @Override
    public void send(Mail mail) {
      house.house().mail().send(mail);
      throw new IllegalStateException("dies");
    }

    @Override
    public String describe() {
      return "dying";
    }
  }

  private String ledger() {
    return house
        .sql()
        .sql(
            """
            select state || ' ' || possible_repeats from mail_delivery
            where letter = 'password-reset' and tenant_id = ? and recipient = ?
            """)
        .params(Register.NO_COMPANY, awa.email())
        .query(String.class)
        .single();
  }

  @Test
  void aDeathBetweenTheServersWordAndTheLedgerRepeatsTheMailAndEitherLinkWorks() throws Exception {
    assertThatThrownBy(() -> dieAfter(new Dying())).hasMessage("dies");
    assertThat(ledger()).isEqualTo("sending 0");
    house.work();
    assertThat(ledger()).isEqualTo("sent 1");
    var mails = house.takeMails();
    assertThat(mails).hasSize(2);
    assertThat(mails.getFirst().getMessageID()).isEqualTo(mails.getLast().getMessageID());
    // A mailbox that knows the Message-ID keeps the first alone.
    confirm(secret(mails.getFirst()));
    assertThatThrownBy(() -> confirm(secret(mails.getLast()))).isInstanceOf(Problem.class);
  }

  @Test
  void aDeathAfterTheLedgerRepeatsNothing() {
    dieAfter(house.house().mail());
    house.work();
    assertThat(ledger()).isEqualTo("sent 0");
    var mails = house.takeMails();
    assertThat(mails).hasSize(1);
    confirm(secret(mails.getFirst()));
  }

  @Test
  void whatTheServerRefusedIsSentLaterWithALinkOfThatTime() {
    house.mailDown();
    house.work();
    assertThat(ledger()).isEqualTo("refused 0");
    assertThat(house.outcomes("SendResetLink")).containsExactly("retried");
    house.mailUp();
    house.advance(Duration.ofSeconds(10));
    house.work();
    assertThat(ledger()).isEqualTo("sent 0");
    house.advance(PasswordLinks.Kind.RESET.life().minusSeconds(1));
    confirm(secret(house));
    assertThat(
            house
                .sql()
                .sql("select count(*) from relay.event where type = 'PasswordResetRequested'")
                .query(Long.class)
                .single())
        .as("told once, however often it was tried")
        .isEqualTo(1);
  }

  @Test
  void whoAsksAnewIsNotSentTheOldOneAsWell() {
    house.mailDown();
    house.work();
    house.advance(PasswordResets.PAUSE);
    house.house().resetPassword().ask(awa.email(), from());
    house.mailUp();
    house.work();
    confirm(secret(house));
  }
}
