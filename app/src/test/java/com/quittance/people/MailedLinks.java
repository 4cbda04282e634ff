package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.people.Members.NewMember;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.Role;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A house that says where it is reached, its people, and what they find in their mailboxes. */
final class MailedLinks {

  static final String SERVER = "https://billing.example";

  private static final Pattern LINK =
      Pattern.compile(Pattern.quote(SERVER) + "/reset\\?lang=(?:fr|en)#([A-Za-z0-9_-]{43})");

  private MailedLinks() {}

  /** Somebody with a password, whose mailbox is empty. */
  static Membership person(TestHouse house) {
    var member = hire(house, "Awa Ndiaye", Locale.FRENCH, false);
    house.house().signIn().setPassword(nobodys(house), member.email(), Staff.PASSWORD);
    house.work();
    house.takeMails();
    return member;
  }

  static Membership hire(TestHouse house, String name, Locale locale, boolean mail) {
    var email = "p%s@sahel.example".formatted(UuidV7.from(house.clock()).toString());
    return house
        .house()
        .members()
        .add(house.scope(), new NewMember(email, name, Role.MEMBER, locale, mail));
  }

  /** Of no company. */
  static Scope nobodys(TestHouse house) {
    return Scope.of(Register.NO_COMPANY, "test", UuidV7.from(house.clock()));
  }

  /** What a link in the only mail that has arrived carries. */
  static String secret(TestHouse house) {
    house.work();
    var mails = house.takeMails();
    assertThat(mails).hasSize(1);
    return secret(mails.getFirst());
  }

  /** The same in both of its parts. */
  static String secret(MimeMessage mail) {
    var inText = secrets(part(mail, 0));
    assertThat(inText).hasSize(1).isEqualTo(secrets(part(mail, 1)));
    return inText.getFirst();
  }

  private static List<String> secrets(String text) {
    return LINK.matcher(text).results().map((MatchResult it) -> it.group(1)).toList();
  }

  /**
   * @param which 0: the text, 1: the HTML
   */
  static String part(MimeMessage mail, int which) {
    try {
      var mixed = (MimeMultipart) mail.getContent();
      var alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
      return ((String) alternative.getBodyPart(which).getContent()).replace("\r\n", "\n");
    } catch (MessagingException unreadable) {
      throw new IllegalStateException(unreadable);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static String subject(MimeMessage mail) {
    try {
      return mail.getSubject();
    } catch (MessagingException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
