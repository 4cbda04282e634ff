package com.quittance.billing.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has been done about an invoice since it was issued.
 *
 * @param notificationSentAt when the client was sent it
 * @param paidNotificationSentAt when the client was thanked
 * @param reminderCount how many reminders went out
 * @param lastOverdueMilestone the milestone of the last reminder, in days
 * @param pdf the SHA-256 of the stored PDF, in hex
 */
public record InvoiceMetadata(
    @Nullable Instant notificationSentAt,
    @Nullable Instant paidNotificationSentAt,
    int reminderCount,
    @Nullable Integer lastOverdueMilestone,
    @Nullable String pdf) {

  public static final InvoiceMetadata NONE = new InvoiceMetadata(null, null, 0, null, null);
}
