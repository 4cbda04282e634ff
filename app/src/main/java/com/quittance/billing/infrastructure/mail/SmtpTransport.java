package com.quittance.billing.infrastructure.mail;

import com.quittance.settings.Settings;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Hands each mail to a server, one conversation a mail; bounded in time at every step. */
public final class SmtpTransport implements MailTransport {

  /** How the conversation is kept private. */
  public enum Security {
    /** Plain text: for a server on this machine, or a test. */
    NONE,
    /** TLS after the greeting, or no conversation. */
    STARTTLS,
    /** TLS from the first byte, as on port 465. */
    TLS
  }

  /**
   * @param user null where the server asks for no name
   */
  public record Server(
      String host, int port, Security security, @Nullable String user, @Nullable String password) {

    public static Server of(Settings.Smtp smtp) {
      var password = smtp.password();
      return new Server(
          smtp.host(),
          smtp.port(),
          switch (smtp.tls()) {
            case NONE -> Security.NONE;
            case STARTTLS -> Security.STARTTLS;
            case TLS -> Security.TLS;
          },
          smtp.user(),
          password == null ? null : password.value());
    }

    @Override
    public String toString() {
      return "%s:%d (%s)".formatted(host, port, security);
    }
  }

  private static final System.Logger LOG = System.getLogger(SmtpTransport.class.getName());
  private static final String CONNECT_MILLIS = "10000";
  private static final String ANSWER_MILLIS = "20000";

  private final Server server;
  private final Session session;

  public SmtpTransport(Server server) {
    this.server = server;
    this.session = Session.getInstance(properties(server));
  }

  @Override
  public void send(Mail mail) {
    Transport conversation = null;
    var isHanded = false;
    try {
      var envelope = Envelope.of(mail, session);
      conversation = session.getTransport("smtp");
      conversation.connect(server.host(), server.port(), server.user(), server.password());
      isHanded = true;
      conversation.sendMessage(envelope, envelope.getAllRecipients());
    } catch (MessagingException e) {
      throw notSent(e, isHanded);
    } finally {
      hangUp(conversation);
    }
  }

  private MailNotSent notSent(MessagingException e, boolean isHanded) {
    var answer = answer(e);
    var reason = answer == null ? e : answer;
    return new MailNotSent(
        "%s did not take the mail: %s".formatted(server, Header.line(reason.toString())),
        answer != null && code(answer) >= 500,
        isHanded && answer == null,
        e);
  }

  /** A goodbye that fails changes nothing: the server has already taken the mail, or has not. */
  private static void hangUp(@Nullable Transport conversation) {
    if (conversation != null) {
      try {
        conversation.close();
      } catch (MessagingException e) {
        LOG.log(System.Logger.Level.DEBUG, "the mail server hung up first", e);
      }
    }
  }

  @Override
  public String describe() {
    return "SMTP server " + server;
  }

  private static Properties properties(Server server) {
    var properties = new Properties();
    properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.setProperty("mail.smtp.timeout", ANSWER_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", ANSWER_MILLIS);
    properties.setProperty("mail.smtp.quitwait", "false");
    properties.setProperty("mail.smtp.auth", String.valueOf(server.user() != null));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    var startTls = String.valueOf(server.security() == Security.STARTTLS);
    properties.setProperty("mail.smtp.starttls.enable", startTls);
    properties.setProperty("mail.smtp.starttls.required", startTls);
    properties.setProperty(
        "mail.smtp.ssl.enable", String.valueOf(server.security() == Security.TLS));
    return properties;
  }

  /** The failure that carries what the server said, if it said anything. */
  private static @Nullable Exception answer(MessagingException e) {
    Exception next = e;
    while (next instanceof MessagingException m && code(m) < 0) {
      next = m.getNextException();
    }
    return next != null && code(next) > 0 ? next : null;
  }

  /** The server's answer, or -1 when the failure is not an answer. */
  private static int code(Exception failure) {
    return switch (failure) {
      case SMTPAddressFailedException e -> e.getReturnCode();
      case SMTPSenderFailedException e -> e.getReturnCode();
      case SMTPSendFailedException e -> e.getReturnCode();
      default -> -1;
    };
  }
}
