package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Browser;
import com.quittance.http.Doors;
import com.quittance.people.Members.NewMember;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.Role;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is given another way in is told, should it have been somebody else. */
@ExtendWith(Doors.Opened.class)
class SignInNoticesTest {

  private static final String TOKENS = "/api/v1/tokens";
  private static final String TOKEN =
      "{\"name\":\"Call 555 at once\",\"abilities\":[\"clients:read\",\"tokens:write\"]}";

  private final Doors doors;
  private Staff staff;
  private Membership member;
  private Browser browser;

  SignInNoticesTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void hire() {
    staff = new Staff(doors);
    member = staff.hire(Role.OWNER);
    browser = staff.signedIn(member);
    arrived();
  }

  /** What they have found in their mailbox since. */
  private List<MimeMessage> arrived() {
    doors.house().work();
    return doors.house().takeMails().stream().filter(mail -> isTo(mail, member.email())).toList();
  }

  private static boolean isTo(MimeMessage mail, String email) {
    try {
      return Arrays.stream(mail.getAllRecipients()).anyMatch(it -> it.toString().contains(email));
    } catch (MessagingException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  @Test
  void whoeverMakesATokenOfTheirsTheyAreTold() {
    var first = browser.post(TOKENS, TOKEN).is(201).json().get("token").asString();

    var mails = arrived();
    assertThat(mails)
        .extracting(MailedLinks::subject)
        .containsExactly("Un jeton a été créé à votre nom");
    assertThat(MailedLinks.part(mails.getFirst(), 0))
        .contains(member.email(), staff.tenant().legalName(), "révoquer")
        .as("what whoever made it has made up")
        .doesNotContain("555");

    doors.http().as(first).post(TOKENS, TOKEN).is(201);
    assertThat(arrived()).hasSize(1);
    assertThat(arrived()).isEmpty();
  }

  @Test
  void inTheirLanguage() {
    var awa = new NewMember(Staff.freshAddress(doors), "Awa", Role.OWNER, Locale.ENGLISH, false);
    member = doors.house().house().members().add(doors.house().scope(staff.tenant()), awa);
    staff.signedIn(member).post(TOKENS, TOKEN).is(201);
    assertThat(arrived())
        .extracting(MailedLinks::subject)
        .containsExactly("A token was made in your name");
  }

  @Test
  void whoDrawsNewRecoveryCodesIsTold() {
    var phone = Phone.enrolled(doors.house(), browser);
    arrived();
    var codes = Phone.SECOND_FACTOR + "/recovery-codes";
    browser.post(codes, Phone.both(Staff.PASSWORD, phone.next())).is(200);

    var mails = arrived();
    assertThat(mails)
        .extracting(MailedLinks::subject)
        .containsExactly("De nouveaux codes de secours ont été créés");
    assertThat(MailedLinks.part(mails.getFirst(), 0)).contains(member.email());
  }
}
