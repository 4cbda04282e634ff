package com.quittance.billing.infrastructure.mail;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a letter says, before it is laid out as text and as HTML.
 *
 * @param language ISO 639 code of the words
 * @param sender the name over the letter
 * @param summary the facts at a glance, the most important one first; may be empty
 * @param link what there is to do; null: nothing
 * @param footer who writes, and why
 */
public record Letter(
    String language,
    String sender,
    String title,
    String greeting,
    List<String> paragraphs,
    List<Fact> summary,
    @Nullable Link link,
    String closing,
    String footer) {

  public Letter {
    paragraphs = List.copyOf(paragraphs);
    summary = List.copyOf(summary);
  }

  /** Why letters are written; part of the Message-ID and of the delivery ledger. */
  public enum Kind {
    INVOICE,
    THANKS,
    VOIDED,
    REMINDER,
    REFUNDED,
    PAYMENT_FAILED,
    ACCOUNTANT,
    ALERT,
    PASSWORD_RESET,
    PASSWORD_CHANGED,
    SECOND_FACTOR_ENABLED,
    SECOND_FACTOR_DISABLED,
    RECOVERY_CODES_RENEWED,
    RECOVERY_CODE_USED,
    TOKEN_CREATED,
    INVITATION;

    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** One row of the summary box. */
  public record Fact(String label, String value) {}

  /**
   * @param url of this server
   */
  public record Link(String label, String url) {}

  /** What a mail program shows beside the subject. */
  public String preview() {
    return paragraphs.getFirst();
  }

  public Fact headline() {
    return summary.getFirst();
  }

  public List<Fact> details() {
    return summary.subList(1, summary.size());
  }

  /** French sets a no-break space before it. */
  public String colon() {
    return language.equals(Locale.FRENCH.getLanguage()) ? "\u00A0: " : ": ";
  }
}
