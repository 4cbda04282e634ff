package com.quittance.billing.infrastructure.mail;

/** A way out for mails: an SMTP server, or a folder where none is configured. */
public interface MailTransport {

  /**
   * Returns when whoever is next has taken responsibility for the mail: the server has answered
   * 250, or the file is on the disk. Sending one mail twice delivers it twice.
   *
   * @throws MailNotSent when it may be tried again, or never will be taken
   */
  void send(Mail mail);

  /** Where mails go, for people: a host or a folder, never a password. */
  String describe();
}
