package com.quittance.billing.infrastructure.mail;

import static com.quittance.billing.infrastructure.Documents.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every way out for mails does alike. */
abstract class MailTransportContract {

  private static final byte[] PDF = {
    '%', 'P', 'D', 'F', 0, (byte) 0xFF, '\r', '\n', '.', '\r', '\n'
  };

  abstract MailTransport transport();

  /** One that nobody takes mails from. */
  abstract MailTransport broken();

  abstract List<MimeMessage> delivered() throws Exception;

  @Test
  void aMailArrivesWithBothTextsAndItsAttachment() throws Exception {
    transport().send(mail("a", "Sujet"));
    var mixed = (MimeMultipart) only().getContent();
    assertThat(mixed.getContentType()).startsWith("multipart/mixed");
    assertThat(mixed.getCount()).isEqualTo(2);
    var alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
    assertThat(alternative.getContentType()).startsWith("multipart/alternative");
    assertThat(alternative.getBodyPart(0).isMimeType("text/plain")).isTrue();
    assertThat(text(alternative.getBodyPart(0))).isEqualTo("Déjà payé : 5 €\n.\nfin\n");
    assertThat(alternative.getBodyPart(1).isMimeType("text/html")).isTrue();
    assertThat(text(alternative.getBodyPart(1))).isEqualTo("<p>Déjà payé&nbsp;: 5 €</p>\n");
    var attachment = mixed.getBodyPart(1);
    assertThat(attachment.isMimeType("application/pdf")).isTrue();
    assertThat(attachment.getDisposition()).isEqualTo("attachment");
    assertThat(attachment.getFileName()).isEqualTo("Facture n° 42.pdf");
    assertThat(attachment.getInputStream().readAllBytes()).isEqualTo(PDF);
  }

  @Test
  void theHeadersSayWhoToWhomAndWhen() throws Exception {
    transport().send(mail("a", "Facture n° 42 d’Émilie – 5 €"));
    var received = only();
    assertThat(received.getSubject()).isEqualTo("Facture n° 42 d’Émilie – 5 €");
    assertThat(received.getMessageID()).isEqualTo("<a.invoice@quittance.example>");
    assertThat(received.getSentDate())
        .isEqualTo(Date.from(NOW.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
    assertThat(received.getFrom())
        .containsExactly(
            new InternetAddress("billing@quittance.example", "Émilie & Fils", "UTF-8"));
    assertThat(((InternetAddress) received.getFrom()[0]).getPersonal()).isEqualTo("Émilie & Fils");
    assertThat(received.getReplyTo())
        .extracting(Object::toString)
        .containsExactly("emilie@seller.example");
    assertThat(received.getRecipients(RecipientType.TO)).hasSize(1);
    assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(received.getHeader("MIME-Version")).containsExactly("1.0");
  }

  @Test
  void noTextBeginsAnotherHeader() throws Exception {
    for (var line : List.of("\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029", "\u000B", "\0\r\n")) {
      var evil = "x" + line + "Bcc: evil@attacker.example" + line + line + "body";
      transport()
          .send(
              new Mail(
                  Letter.Kind.INVOICE,
                  "<a.invoice@quittance.example>",
                  new Mailbox(evil, "billing@quittance.example"),
                  new Mailbox(evil, "emilie@seller.example"),
                  new Mailbox(evil, "client@buyer.example"),
                  evil,
                  "text",
                  "<p>html</p>",
                  List.of(Attachment.pdf(evil, PDF)),
                  NOW));
    }
    assertThat(delivered())
        .hasSize(8)
        .allSatisfy(
            received -> {
              assertThat(received.getHeader("Bcc")).isNull();
              assertThat(received.getAllRecipients()).hasSize(1);
              assertThat(received.getSubject()).startsWith("x Bcc: evil");
              assertThat(((MimeMultipart) received.getContent()).getCount()).isEqualTo(2);
            });
  }

  @Test
  void aMailSentTwiceArrivesTwiceUnderOneMessageId() throws Exception {
    transport().send(mail("a", "Sujet"));
    transport().send(mail("a", "Sujet"));
    assertThat(delivered())
        .hasSize(2)
        .extracting(MimeMessage::getMessageID)
        .containsOnly("<a.invoice@quittance.example>");
  }

  @Test
  void manyThreadsSendAtOnce() throws Exception {
    var transport = transport();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 20)
          .mapToObj(i -> threads.submit(() -> transport.send(mail("a" + i, "Sujet " + i))))
          .toList()
          .forEach(sent -> assertThat(sent).succeedsWithin(java.time.Duration.ofSeconds(20)));
    }
    assertThat(delivered())
        .extracting(MimeMessage::getMessageID)
        .hasSize(20)
        .doesNotHaveDuplicates();
  }

  @Test
  void aMailThatNobodyTookIsToldAndMayBeTriedAgain() {
    assertThatExceptionOfType(MailNotSent.class)
        .isThrownBy(() -> broken().send(mail("a", "Sujet")))
        .satisfies(
            notSent -> {
              assertThat(notSent.permanent()).isFalse();
              assertThat(notSent.mayHaveArrived()).isFalse();
            });
  }

  static Mail mail(String job, String subject) {
    return new Mail(
        Letter.Kind.INVOICE,
        "<%s.invoice@quittance.example>".formatted(job),
        new Mailbox("Émilie & Fils", "billing@quittance.example"),
        Mailbox.of("emilie@seller.example"),
        new Mailbox("Awa Diop", "awa@buyer.example"),
        subject,
        "Déjà payé : 5 €\n.\nfin\n",
        "<p>Déjà payé&nbsp;: 5 €</p>\n",
        List.of(Attachment.pdf("Facture n° 42.pdf", PDF)),
        NOW);
  }

  private MimeMessage only() throws Exception {
    assertThat(delivered()).hasSize(1);
    return delivered().getFirst();
  }

  private static String text(BodyPart part) throws Exception {
    return part.getContent().toString().replace("\r\n", "\n");
  }
}
