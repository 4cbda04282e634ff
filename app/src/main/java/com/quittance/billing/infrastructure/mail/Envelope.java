package com.quittance.billing.infrastructure.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;

/** A mail in the form of RFC 5322 and MIME: mixed(alternative(text, html), attachments). */
final class Envelope extends MimeMessage {

  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final String messageId;

  private Envelope(Mail mail, Session session) throws MessagingException {
    super(session);
    this.messageId = mail.messageId();
    setFrom(mail.from().toInternetAddress());
    setReplyTo(new InternetAddress[] {mail.replyTo().toInternetAddress()});
    setRecipient(RecipientType.TO, mail.to().toInternetAddress());
    setSubject(mail.subject());
    setSentDate(Date.from(mail.date()));
    setHeader("Auto-Submitted", "auto-generated");
    setHeader("X-Auto-Response-Suppress", "All");
    setContent(body(mail));
    saveChanges();
  }

  @Override
  public void setSubject(String subject) throws MessagingException {
    var words = Header.words(subject);
    if (words == null) {
      setSubject(subject, UTF_8);
    } else {
      setHeader("Subject", MimeUtility.fold("Subject: ".length(), words));
    }
  }

  static Envelope of(Mail mail, Session session) throws MessagingException {
    return new Envelope(mail, session);
  }

  static void write(Mail mail, OutputStream out) throws IOException {
    try {
      of(mail, Session.getInstance(new Properties())).writeTo(out);
    } catch (MessagingException e) {
      throw new IOException(e);
    }
  }

  /** The library would make a random one at every save. */
  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }

  private static MimeMultipart body(Mail mail) throws MessagingException {
    var mixed = new MimeMultipart("mixed");
    mixed.addBodyPart(alternative(mail));
    for (var attachment : mail.attachments()) {
      mixed.addBodyPart(attached(attachment));
    }
    return mixed;
  }

  private static MimeBodyPart alternative(Mail mail) throws MessagingException {
    var text = new MimeBodyPart();
    text.setText(mail.text(), UTF_8, "plain");
    var html = new MimeBodyPart();
    html.setText(mail.html(), UTF_8, "html");
    var part = new MimeBodyPart();
    part.setContent(new MimeMultipart("alternative", text, html));
    return part;
  }

  private static MimeBodyPart attached(Attachment attachment) throws MessagingException {
    var part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(new ByteArrayDataSource(attachment.content(), attachment.mediaType())));
    part.setFileName(attachment.name());
    part.setHeader("Content-Transfer-Encoding", "base64");
    return part;
  }
}
