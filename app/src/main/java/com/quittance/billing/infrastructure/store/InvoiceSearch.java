package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceStatus;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which invoices, and in which order. What is null does not matter.
 *
 * @param number the whole of it
 * @param overdue by the tenant's {@code today}
 * @param issuedFrom that day included, as are the other ends
 * @param after the last one of the page before
 */
public record InvoiceSearch(
    @Nullable InvoiceStatus status,
    @Nullable UUID client,
    @Nullable String currency,
    @Nullable String number,
    @Nullable Boolean overdue,
    @Nullable LocalDate issuedFrom,
    @Nullable LocalDate issuedTo,
    @Nullable LocalDate dueFrom,
    @Nullable LocalDate dueTo,
    Sort sort,
    boolean descending,
    @Nullable Place after) {

  /** What a list can be sorted by; equal ones by their id. */
  public enum Sort {
    CREATED_AT("id", "uuid"),
    ISSUE_DATE("issue_date", "date"),
    DUE_DATE("due_date", "date"),
    TOTAL("total", "bigint");

    private final String column;
    private final String type;

    Sort(String column, String type) {
      this.column = column;
      this.type = type;
    }

    /** As published. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public Place place(Invoice invoice) {
      var value =
          switch (this) {
            case CREATED_AT -> invoice.id().toString();
            case ISSUE_DATE -> invoice.issueDate().toString();
            case DUE_DATE -> invoice.dueDate().toString();
            case TOTAL -> Long.toString(invoice.totals().total().minor());
          };
      return new Place(value, invoice.id().value());
    }
  }

  Selection.Query query(LocalDate today, int limit) {
    var selection =
        new Selection("invoice")
            .where("status = :status", "status", status == null ? null : status.code())
            .where("client_id = :client", "client", client)
            .where("currency = :currency", "currency", currency)
            .where("number = :number", "number", number)
            .where("issue_date >= :issuedFrom", "issuedFrom", issuedFrom)
            .where("issue_date <= :issuedTo", "issuedTo", issuedTo)
            .where("due_date >= :dueFrom", "dueFrom", dueFrom)
            .where("due_date <= :dueTo", "dueTo", dueTo);
    if (overdue != null) {
      selection.where(
          (overdue ? "" : "not ")
              + "(status in ('sent', 'partially_paid') and due_date < :today and paid < total)",
          "today",
          today);
    }
    return sort == Sort.CREATED_AT
        ? selection.byId(descending, after, limit)
        : selection.by(
            sort.column, "cast(:value as %s)".formatted(sort.type), descending, after, limit);
  }
}
