package com.quittance.billing.infrastructure.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.quittance.billing.infrastructure.mail.SmtpTransport.Security;
import com.quittance.billing.infrastructure.mail.SmtpTransport.Server;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpTransportTest extends MailTransportContract {

  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            ServerSetup.SMTP.dynamicPort(), ServerSetup.SMTPS.dynamicPort(),
          });

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Override
  MailTransport transport() {
    return plain(server.getSmtp().getPort());
  }

  @Override
  MailTransport broken() {
    var port = server.getSmtp().getPort();
    server.stop();
    return plain(port);
  }

  @Override
  List<MimeMessage> delivered() {
    return List.of(server.getReceivedMessages());
  }

  @Test
  void aPasswordIsPresented() {
    server.setUser("billing@quittance.example", "billing", "s3cret");
    server.getUserManager().setAuthRequired(true);
    var port = server.getSmtp().getPort();
    new SmtpTransport(new Server("127.0.0.1", port, Security.NONE, "billing", "s3cret"))
        .send(mail("a", "Sujet"));
    assertThat(delivered()).hasSize(1);
    var wrong = new SmtpTransport(new Server("127.0.0.1", port, Security.NONE, "billing", "wr0ng"));
    assertThatExceptionOfType(MailNotSent.class)
        .isThrownBy(() -> wrong.send(mail("a", "Sujet")))
        .withMessageNotContaining("wr0ng");
    assertThat(wrong.describe()).doesNotContain("wr0ng").contains("127.0.0.1:" + port);
  }

  @Test
  void withoutTheTlsAskedForNothingIsSent() {
    var transport =
        new SmtpTransport(
            new Server("127.0.0.1", server.getSmtp().getPort(), Security.STARTTLS, null, null));
    assertThatExceptionOfType(MailNotSent.class).isThrownBy(() -> transport.send(mail("a", "x")));
    assertThat(delivered()).isEmpty();
  }

  @Test
  void aServerWhoseCertificateNobodyVouchesForGetsNothing() {
    var transport =
        new SmtpTransport(
            new Server("127.0.0.1", server.getSmtps().getPort(), Security.TLS, null, null));
    assertThatExceptionOfType(MailNotSent.class).isThrownBy(() -> transport.send(mail("a", "x")));
    assertThat(delivered()).isEmpty();
  }

  @Test
  void aRefusalForGoodIsToldFromOneForNow() throws IOException {
    try (var conversation = new Scripted("550 5.1.1 no such user here", false)) {
      assertThatExceptionOfType(MailNotSent.class)
          .isThrownBy(() -> plain(conversation.port()).send(mail("a", "x")))
          .withMessageContaining("550 5.1.1 no such user here")
          .matches(MailNotSent::permanent)
          .matches(notSent -> !notSent.mayHaveArrived());
    }
    try (var conversation = new Scripted("450 4.2.1 mailbox busy", false)) {
      assertThatExceptionOfType(MailNotSent.class)
          .isThrownBy(() -> plain(conversation.port()).send(mail("a", "x")))
          .withMessageContaining("450 4.2.1 mailbox busy")
          .matches(notSent -> !notSent.permanent())
          .matches(notSent -> !notSent.mayHaveArrived());
    }
  }

  @Test
  void aLineThatDiesBeforeTheAnswerLeavesItOpen() throws IOException {
    try (var conversation = new Scripted("250 ok", true)) {
      assertThatExceptionOfType(MailNotSent.class)
          .isThrownBy(() -> plain(conversation.port()).send(mail("a", "x")))
          .matches(MailNotSent::mayHaveArrived)
          .matches(notSent -> !notSent.permanent());
    }
  }

  @Test
  void aServerThatHangsUpAfterTakingTheMailHasTakenIt() throws IOException {
    try (var conversation = new Scripted("250 ok", false)) {
      assertThatCode(() -> plain(conversation.port()).send(mail("a", "x")))
          .doesNotThrowAnyException();
    }
  }

  private static SmtpTransport plain(int port) {
    return new SmtpTransport(new Server("127.0.0.1", port, Security.NONE, null, null));
  }

  /** A server of one conversation that hangs up after the mail, before its answer or after it. */
  private static final class Scripted implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final String toRecipient;
    private final boolean diesBeforeAnswer;

    Scripted(String toRecipient, boolean diesBeforeAnswer) throws IOException {
      this.toRecipient = toRecipient;
      this.diesBeforeAnswer = diesBeforeAnswer;
      Thread.startVirtualThread(this::talk);
    }

    int port() {
      return listening.getLocalPort();
    }

    private void talk() {
      try (var socket = listening.accept();
          var in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
          var out = socket.getOutputStream()) {
        var reply = "220 scripted";
        do {
          out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
          var command = in.readLine();
          if (command == null) {
            return;
          }
          reply = reply(command);
        } while (!reply.startsWith("354"));
        out.write("354 go on\r\n".getBytes(StandardCharsets.ISO_8859_1));
        while (!".".equals(in.readLine())) {
          continue;
        }
        if (!diesBeforeAnswer) {
          out.write("250 taken\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
      } catch (IOException hungUp) {
        return;
      }
    }

    private String reply(String command) {
      return switch (command.substring(0, 4).toUpperCase(java.util.Locale.ROOT)) {
        case "RCPT" -> toRecipient;
        case "DATA" -> "354 go on";
        default -> "250 ok";
      };
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }
}
