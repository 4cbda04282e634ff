package com.quittance.client;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An issued invoice. All amounts are in the minor unit of {@code currency}.
 *
 * @param number gapless in the company
 * @param overdue by the due date, the balance and the company's today
 * @param currency ISO 4217
 * @param client only when it was asked for by {@link InvoiceQuery#expand}
 * @param payments only when they were asked for by {@link InvoiceQuery#expand}
 */
public record Invoice(
    UUID id,
    String number,
    Status status,
    boolean overdue,
    UUID clientId,
    String currency,
    LocalDate issueDate,
    LocalDate dueDate,
    long subtotal,
    long taxTotal,
    long total,
    long amountPaid,
    long balanceDue,
    List<Line> lines,
    List<Tax> taxes,
    Metadata metadata,
    Instant createdAt,
    @Nullable Client client,
    @Nullable List<Payment> payments) {

  /** How far it is. {@code UNKNOWN} is one that this client is too old for. */
  public enum Status {
    DRAFT,
    SENT,
    PARTIALLY_PAID,
    PAID,
    VOID,
    @JsonEnumDefaultValue
    UNKNOWN
  }

  /**
   * What is billed.
   *
   * @param unitPrice before tax
   * @param taxRate percent, 0 to 100
   * @param discount percent, 0 to 100
   * @param net after the discount, before tax, rounded half up
   */
  public record Line(
      String description,
      BigDecimal quantity,
      long unitPrice,
      BigDecimal taxRate,
      BigDecimal discount,
      long net) {}

  /** The tax of all lines of one rate, in percent. */
  public record Tax(BigDecimal rate, long base, long amount) {}

  /**
   * What has been done about it.
   *
   * @param lastOverdueMilestone in days
   * @param pdf the document's SHA-256 in hexadecimal, once it is made
   */
  public record Metadata(
      @Nullable Instant notificationSentAt,
      @Nullable Instant paidNotificationSentAt,
      int reminderCount,
      @Nullable Integer lastOverdueMilestone,
      @Nullable String pdf) {}
}
