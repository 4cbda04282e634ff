package com.quittance.billing.infrastructure.mail;

import com.quittance.billing.infrastructure.Wording;
import com.quittance.billing.infrastructure.mail.Letter.Kind;
import com.quittance.billing.infrastructure.mail.Letter.Link;
import com.quittance.tenancy.Tenant;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the mails to those who sign in, each in their own language. Links lead to where the
 * settings say that this server is, whatever a request may have called it.
 */
public final class PersonLetters {

  private final Mailbox sender;
  private final URI server;
  private final LetterPress press = new LetterPress();

  /**
   * @param server where people reach it, without a slash at the end
   */
  public PersonLetters(Mailbox sender, URI server) {
    this.sender = sender;
    this.server = server;
  }

  /**
   * @param job the delivery that asks for the letter; the Message-ID is made of it
   * @param at the date on the letter
   */
  public record Reader(UUID job, Instant at, String email, Locale locale) {}

  /** The link to choose a new password. */
  public Mail reset(Reader to, Duration life, String secret) {
    var say = Wording.of(to.locale());
    return toPerson(
        Kind.PASSWORD_RESET,
        to,
        List.of(
            say.say(
                "mail.password-reset.body",
                "email",
                to.email(),
                "life",
                say.count("minutes", life.toMinutes())),
            say.say("mail.password-reset.ignore")),
        link(to, "mail.password-reset.link", secret));
  }

  /**
   * That the way they sign in was changed, and what to do when it was somebody else.
   *
   * @param kind says what has happened
   */
  public Mail signInChanged(Kind kind, Reader to, Instant changedAt) {
    var say = Wording.of(to.locale());
    return notice(kind, to, changedAt, "", say.say("mail.sign-in-changed.unknown"));
  }

  /** That programs can act as them in a company, by a token that was made. */
  public Mail tokenCreated(Reader to, Tenant company, Instant createdAt) {
    var seller = company.legalName();
    var unknown = Wording.of(to.locale()).say("mail.token-created.unknown", "seller", seller);
    return notice(Kind.TOKEN_CREATED, to, createdAt, seller, unknown);
  }

  private Mail notice(Kind kind, Reader to, Instant at, String seller, String unknown) {
    var say = Wording.of(to.locale());
    var when = at.atOffset(ZoneOffset.UTC);
    var what =
        say.say(
            "mail." + kind.code() + ".body",
            "email",
            to.email(),
            "seller",
            seller,
            "date",
            say.date(when.toLocalDate()),
            "time",
            "%02d:%02d".formatted(when.getHour(), when.getMinute()));
    return toPerson(kind, to, List.of(what, unknown), link(to, "mail.sign-in-changed.link", null));
  }

  /** That somebody belongs to a company, with the link to choose their first password. */
  public Mail invitation(Reader to, String name, Tenant company, Duration life, String secret) {
    var say = Wording.of(to.locale());
    var choose =
        say.say(
            "mail.invitation.choose",
            "email",
            to.email(),
            "life",
            say.count("hours", life.toHours()));
    return ofCompany(to, name, company, choose, link(to, "mail.invitation.link", secret));
  }

  /** The same to somebody who has a password. */
  public Mail welcome(Reader to, String name, Tenant company) {
    var present = Wording.of(to.locale()).say("mail.invitation.present", "email", to.email());
    return ofCompany(to, name, company, present, null);
  }

  private Mail ofCompany(
      Reader to, String name, Tenant company, String paragraph, @Nullable Link link) {
    var say = Wording.of(to.locale());
    var seller = company.legalName();
    var title = say.say("mail.invitation.title", "seller", seller);
    var letter =
        new Letter(
            say.language(),
            seller,
            title,
            say.say("mail.greeting", "name", name),
            List.of(say.say("mail.invitation.body", "seller", seller), paragraph),
            List.of(),
            link,
            say.say("mail.closing", "seller", seller),
            say.say("mail.footer", "seller", seller));
    var from = new Mailbox(seller, sender.address());
    return mail(Kind.INVITATION, to, from, new Mailbox(seller, company.email()), letter);
  }

  private Mail toPerson(Kind kind, Reader to, List<String> paragraphs, Link link) {
    var say = Wording.of(to.locale());
    var letter =
        new Letter(
            say.language(),
            sender.name().isEmpty() ? "Quittance" : sender.name(),
            say.say("mail." + kind.code() + ".title"),
            say.say("mail.hello"),
            paragraphs,
            List.of(),
            link,
            "",
            say.say("mail.footer.house", "seller", to.email()));
    return mail(kind, to, sender, sender, letter);
  }

  private Mail mail(Kind kind, Reader to, Mailbox from, Mailbox replyTo, Letter letter) {
    return new Mail(
        kind,
        MessageId.of(to.job(), kind, sender),
        from,
        replyTo,
        Mailbox.of(to.email()),
        letter.title(),
        press.text(letter),
        press.html(letter),
        List.of(),
        to.at());
  }

  /**
   * @param secret behind a #, so that it is sent to no server and stands in no log; null: the page
   *     asks for the address
   */
  private Link link(Reader to, String label, @Nullable String secret) {
    var say = Wording.of(to.locale());
    var page = "%s/reset?lang=%s".formatted(server, say.language());
    return new Link(say.say(label), secret == null ? page : page + "#" + secret);
  }
}
