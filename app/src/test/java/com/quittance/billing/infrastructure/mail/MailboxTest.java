package com.quittance.billing.infrastructure.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.example",
        "first.last+tag@sub.domain.example",
        "o'neil@b.example",
        "root@localhost",
        "x_y%z@b-c.example"
      })
  void anAddressIsTaken(String address) {
    assertThat(Mailbox.of(address).address()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "@b.example",
        "a@",
        "a@b@c.example",
        "a b@c.example",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\n",
        "a\0@b.example",
        "<a@b.example>",
        "Name <a@b.example>",
        ".a@b.example",
        "a.@b.example",
        "a..b@c.example",
        "a@-b.example",
        "a@b..example",
        "a@[127.0.0.1]",
        "\"a b\"@c.example",
        "a@b.example;",
        "é@b.example",
        "a@b.example>",
        "a@exa\u2028mple.org"
      })
  void anythingElseIsRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mailbox.of(address))
        .withMessageStartingWith("not an e-mail address: ");
  }

  @Test
  void anAddressHasABound() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mailbox.of("a".repeat(65) + "@b.example"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mailbox.of("a@" + "b.".repeat(130) + "example"));
  }

  @Test
  void anInternationalDomainIsWrittenInAscii() {
    assertThat(Mailbox.of("a@sénégal.example").address()).isEqualTo("a@xn--sngal-bsab.example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          billing@quittance.example                       |                 | billing@quittance.example
          Quittance <billing@quittance.example>           | Quittance       | billing@quittance.example
          "Quittance, Inc." <billing@quittance.example>   | Quittance, Inc. | billing@quittance.example
          """)
  void aSettingNamesSenderAndAddress(String text, String name, String address) {
    var mailbox = Mailbox.parse(text);
    assertThat(mailbox.name()).isEqualTo(name == null ? "" : name);
    assertThat(mailbox.address()).isEqualTo(address);
  }

  @Test
  void aNameIsMadeHarmless() {
    assertThat(new Mailbox("A\r\nBcc: x@y.example\u202E\u2028", "a@b.example").name())
        .isEqualTo("A Bcc: x@y.example");
    assertThat(new Mailbox("n".repeat(500), "a@b.example").name()).hasSize(120).endsWith("…");
  }
}
