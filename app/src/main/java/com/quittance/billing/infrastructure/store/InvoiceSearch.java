package com.quittance.billing.infrastructure.store;

import com.quittance.billing.domain.Invoice;
import com.quittance.billing.domain.InvoiceStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private String order(String direction) {
      return this == CREATED_AT
          ? "id " + direction
          : "%s %s, id %s".formatted(column, direction, direction);
    }

    private void after(
        List<String> conditions, Map<String, Object> parameters, Place place, String beyond) {
      parameters.put("id", place.id());
      if (this == CREATED_AT) {
        conditions.add("id %s :id".formatted(beyond));
      } else {
        conditions.add("(%s, id) %s (cast(:value as %s), :id)".formatted(column, beyond, type));
        parameters.put("value", place.value());
      }
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

  /**
   * Where in the order an invoice stands.
   *
   * @param value of the column that is sorted by
   */
  public record Place(String value, UUID id) {}

  /** The statement and its parameters. */
  record Query(String sql, Map<String, Object> parameters) {}

  Query query(LocalDate today, int limit) {
    var conditions = new ArrayList<String>();
    var parameters = new HashMap<String, Object>();
    add(
        conditions,
        parameters,
        "status = :status",
        "status",
        status == null ? null : status.code());
    add(conditions, parameters, "client_id = :client", "client", client);
    add(conditions, parameters, "currency = :currency", "currency", currency);
    add(conditions, parameters, "number = :number", "number", number);
    add(conditions, parameters, "issue_date >= :issuedFrom", "issuedFrom", issuedFrom);
    add(conditions, parameters, "issue_date <= :issuedTo", "issuedTo", issuedTo);
    add(conditions, parameters, "due_date >= :dueFrom", "dueFrom", dueFrom);
    add(conditions, parameters, "due_date <= :dueTo", "dueTo", dueTo);
    if (overdue != null) {
      conditions.add(
          (overdue ? "" : "not ")
              + "(status in ('sent', 'partially_paid') and due_date < :today and paid < total)");
      parameters.put("today", today);
    }
    if (after != null) {
      sort.after(conditions, parameters, after, descending ? "<" : ">");
    }
    parameters.put("limit", limit);
    return new Query(
        "select * from invoice%s order by %s limit :limit"
            .formatted(
                conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions),
                sort.order(descending ? "desc" : "asc")),
        parameters);
  }

  private static void add(
      List<String> conditions,
      Map<String, Object> parameters,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      parameters.put(name, value);
    }
  }
}
