package com.quittance.billing.infrastructure.mail;

/** Nobody took the mail. */
public final class MailNotSent extends RuntimeException {

  private final boolean permanent;

  MailNotSent(String message, boolean permanent, Throwable cause) {
    super(message, cause);
    this.permanent = permanent;
  }

  /** Whether the server refused this mail for good (an answer of 5xx): trying again is in vain. */
  public boolean permanent() {
    return permanent;
  }
}
