package com.quittance.client;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which invoices, in which order. Begin with {@link #ALL}; each method answers a narrower one. */
public final class InvoiceQuery {

  /** Every invoice, the newest first. */
  public static final InvoiceQuery ALL = new InvoiceQuery(Query.NONE);

  /** By what they can be sorted. */
  public enum Sort {
    CREATED_AT,
    ISSUE_DATE,
    DUE_DATE,
    TOTAL
  }

  /** What can be shown in full with each. It takes the token's ability to read them. */
  public enum Expand {
    CLIENT,
    PAYMENTS
  }

  private final Query query;

  private InvoiceQuery(Query query) {
    this.query = query;
  }

  Query query() {
    return query;
  }

  private InvoiceQuery with(String name, Object value) {
    return new InvoiceQuery(query.with(name, value));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Only those of this status. */
  public InvoiceQuery status(Invoice.Status status) {
    return with("status", lower(status));
  }

  /** Only those of this client. */
  public InvoiceQuery client(UUID id) {
    return with("client_id", id);
  }

  /** Only those in this currency (ISO 4217). */
  public InvoiceQuery currency(String code) {
    return with("currency", code);
  }

  /** Only the one of this number. */
  public InvoiceQuery number(String number) {
    return with("number", number);
  }

  /** Only those that are overdue, or are not. */
  public InvoiceQuery overdue(boolean overdue) {
    return with("overdue", overdue);
  }

  /** Only those issued from the first to the last of these days. */
  public InvoiceQuery issued(LocalDate first, LocalDate last) {
    return with("issued_from", first).with("issued_to", last);
  }

  /** Only those due from the first to the last of these days. */
  public InvoiceQuery due(LocalDate first, LocalDate last) {
    return with("due_from", first).with("due_to", last);
  }

  /** The smallest or oldest first. */
  public InvoiceQuery ascending(Sort by) {
    return with("sort", lower(by));
  }

  /** The greatest or newest first. */
  public InvoiceQuery descending(Sort by) {
    return with("sort", "-" + lower(by));
  }

  /** With these in full. */
  public InvoiceQuery expand(Expand... what) {
    return with(
        "expand", Arrays.stream(what).map(InvoiceQuery::lower).collect(Collectors.joining(",")));
  }
}
