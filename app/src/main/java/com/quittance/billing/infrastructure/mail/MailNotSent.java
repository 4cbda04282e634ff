package com.quittance.billing.infrastructure.mail;

/** Nobody is known to have taken the mail. */
public final class MailNotSent extends RuntimeException {

  private final boolean permanent;
  private final boolean mayHaveArrived;

  MailNotSent(String message, boolean permanent, boolean mayHaveArrived, Throwable cause) {
    super(message, cause);
    this.permanent = permanent;
    this.mayHaveArrived = mayHaveArrived;
  }

  /** Whether the server refused this mail for good (an answer of 5xx): trying again is in vain. */
  public boolean permanent() {
    return permanent;
  }

  /** Whether the line went dead while the server had the mail and before it answered. */
  public boolean mayHaveArrived() {
    return mayHaveArrived;
  }
}
