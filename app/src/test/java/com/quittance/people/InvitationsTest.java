package com.quittance.people;

import static com.quittance.people.MailedLinks.part;
import static com.quittance.people.MailedLinks.secret;
import static com.quittance.people.MailedLinks.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.TestHouse;
import com.quittance.http.Problem;
import com.quittance.people.Members.NewMember;
import com.quittance.people.ResetPassword.From;
import com.quittance.relay.UuidV7;
import com.quittance.relay.event.EventFilter;
import com.quittance.relay.event.Replay;
import com.quittance.tenancy.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is made a member learns it by mail, and comes to their first password by it. */
class InvitationsTest {

  private static final String WANTED = "trois oiseaux dans un jardin";

  @TempDir static Path folder;
  private static TestHouse house;

  @BeforeAll
  static void open() {
    house = TestHouse.open(folder, Map.of("QUITTANCE_PUBLIC_URL", MailedLinks.SERVER));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void emptyTheMailboxes() {
    house.work();
    house.takeMails();
  }

  private static void confirm(String secret) {
    house
        .house()
        .resetPassword()
        .confirm(secret, WANTED, new From(UuidV7.from(house.clock()), "127.0.0.1"));
  }

  @Test
  void whoHasNoPasswordChoosesOneWithinThreeDays() throws Exception {
    var member = MailedLinks.hire(house, "Awa Ndiaye", Locale.ENGLISH, true);
    house.work();
    var mail = house.takeMails().getFirst();
    assertThat(subject(mail)).isEqualTo("Sahel Conseil has made you a member");
    assertThat(mail.getAllRecipients()[0]).hasToString(member.email());
    assertThat(mail.getReplyTo()[0]).asString().contains("compta@sahel.example");
    assertThat(part(mail, 0)).contains("Hello Awa Ndiaye,", member.email(), "72 hours");
    house.advance(Duration.ofHours(72).minusSeconds(1));
    confirm(secret(mail));
    assertThatThrownBy(() -> confirm(secret(mail))).isInstanceOf(Problem.class);
    house.work();
    assertThat(subject(house.takeMails().getFirst())).isEqualTo("Your password was changed");
  }

  @Test
  void afterThreeDaysTheLinkIsGoodNoMore() {
    MailedLinks.hire(house, "Awa Ndiaye", Locale.ENGLISH, true);
    var secret = secret(house);
    house.advance(Duration.ofHours(72));
    assertThatThrownBy(() -> confirm(secret)).isInstanceOf(Problem.class);
  }

  @Test
  void whoHasAPasswordIsToldAndGetsNoLink() {
    var member = MailedLinks.person(house);
    var other = house.addTenant("Lagune SARL", "Africa/Abidjan", "XOF");
    house
        .house()
        .members()
        .add(
            house.scope(other),
            new NewMember(member.email(), "Awa", Role.MEMBER, Locale.ENGLISH, true));
    house.work();
    var mail = house.takeMails().getFirst();
    assertThat(subject(mail)).isEqualTo("Lagune SARL vous compte parmi ses membres");
    assertThat(part(mail, 0) + part(mail, 1)).doesNotContain("/reset", "href");
  }

  @Test
  void aRequestForALinkDoesNotEndTheInvitation() {
    var member = MailedLinks.hire(house, "Awa Ndiaye", Locale.FRENCH, true);
    var invitation = secret(house);
    house
        .house()
        .resetPassword()
        .ask(member.email(), new From(UuidV7.from(house.clock()), "127.0.0.1"));
    var reset = secret(house);
    confirm(invitation);
    assertThatThrownBy(() -> confirm(reset)).as("one choice ends all").isInstanceOf(Problem.class);
  }

  @Test
  void addedAgainAndAgainTheyAreToldOnceAnHour() {
    var member = MailedLinks.hire(house, "Awa Ndiaye", Locale.FRENCH, true);
    var again = new NewMember(member.email(), "Awa", Role.MEMBER, null, true);
    var owner = MailedLinks.hire(house, "Owner", Locale.FRENCH, false);
    assertThat(owner.isLive()).isTrue();
    for (var i = 0; i < 5; i++) {
      house.house().members().remove(house.scope(), member.person());
      house.house().members().add(house.scope(), again);
    }
    house.work();
    assertThat(house.takeMails()).hasSize(1);
    house.advance(Members.PAUSE);
    house.house().members().remove(house.scope(), member.person());
    house.house().members().add(house.scope(), again);
    house.work();
    assertThat(house.takeMails()).hasSize(1);
  }

  @Test
  void havingItDeliveredAgainTellsNobodyAgain() {
    MailedLinks.hire(house, "Awa Ndiaye", Locale.FRENCH, true);
    house.work();
    assertThat(house.takeMails()).hasSize(1);
    var sent = house.outcomes("SendInvitation").size();
    var all = Replay.of(EventFilter.ALL.ofType("job:SendInvitation"));
    house.house().relay().replays().run(all, "test", _ -> {});
    house.work();
    assertThat(house.outcomes("SendInvitation")).hasSizeGreaterThan(sent);
    assertThat(house.takeMails()).isEmpty();
  }

  @Test
  void whoLeftInTheMeantimeIsNotTold() {
    var member = MailedLinks.hire(house, "Awa Ndiaye", Locale.FRENCH, true);
    house.house().members().remove(house.scope(), member.person());
    house.work();
    assertThat(house.takeMails()).isEmpty();
  }

  @Test
  void anInvitationThatCannotBeSentIsTheAdminsToKnow() {
    house.mailDown();
    var member = MailedLinks.hire(house, "Awa Ndiaye", Locale.FRENCH, true);
    house.work();
    house.advance(Duration.ofMinutes(1));
    house.work();
    house.advance(Duration.ofMinutes(5));
    house.work();
    house.mailUp();
    house.advance(Duration.ofMinutes(20));
    house.work();
    assertThat(house.takeMails())
        .anyMatch(mail -> subject(mail).contains("SendInvitation a échoué"))
        .anyMatch(mail -> subject(mail).contains(member.email()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<img src=http://127.0.0.1:1/x.png>",
        "</p></td><script>alert(1)</script>",
        "\" onmouseover=\"f()",
        "<a href=\"javascript:f()\">x</a>",
        "${letter.title()} {seller} $1",
      })
  void aHostileNameIsTextInBothParts(String name) {
    MailedLinks.hire(house, name, Locale.ENGLISH, true);
    house.work();
    var mail = house.takeMails().getFirst();
    var html = part(mail, 1);
    assertThat(part(mail, 0)).startsWith("Hello " + name + ",");
    assertThat(html).contains("Hello " + escaped(name) + ",").doesNotContain("<img", "<script");
    assertThat(html.split("<a ", -1)).as("our own link").hasSize(2);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
