package com.quittance.billing.infrastructure.mail;

import java.util.UUID;

/** Derived from the job, so that a mail sent twice is recognised as one. */
public final class MessageId {

  private MessageId() {}

  /** {@code <job.letter@domain>}. */
  public static String of(UUID job, Letter.Kind kind, Mailbox from) {
    return "<%s.%s@%s>".formatted(job, kind.code(), from.domain());
  }
}
