package com.quittance.billing.infrastructure.mail;

import java.time.Instant;
import java.util.List;

/**
 * One letter to one recipient, in text and in HTML.
 *
 * @param kind which letter of its job it is
 * @param messageId with its angle brackets; the same for every attempt at the same letter
 * @param replyTo where an answer goes: the tenant, not the server
 */
public record Mail(
    Letter.Kind kind,
    String messageId,
    Mailbox from,
    Mailbox replyTo,
    Mailbox to,
    String subject,
    String text,
    String html,
    List<Attachment> attachments,
    Instant date) {

  private static final int MAX_SUBJECT = 200;

  public Mail {
    if (!messageId.matches("<[A-Za-z0-9.-]+@[A-Za-z0-9.-]+>")) {
      throw new IllegalArgumentException("not a Message-ID: " + Header.line(messageId));
    }
    subject = Header.shortened(Header.line(subject), MAX_SUBJECT);
    attachments = List.copyOf(attachments);
  }
}
