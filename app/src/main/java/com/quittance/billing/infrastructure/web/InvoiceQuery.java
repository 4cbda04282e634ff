package com.quittance.billing.infrastructure.web;

import com.quittance.billing.domain.InvoiceStatus;
import com.quittance.billing.infrastructure.store.InvoiceSearch;
import com.quittance.billing.infrastructure.store.InvoiceSearch.Sort;
import com.quittance.billing.infrastructure.store.Place;
import com.quittance.http.Page;
import com.quittance.http.Parameters;
import com.quittance.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The published query parameters of the list of invoices. */
final class InvoiceQuery {

  static final String CURSOR = "the next_cursor of a page of the same sort";

  private final HttpServletRequest http;
  private final Parameters query;

  private InvoiceQuery(HttpServletRequest http) {
    this.http = http;
    this.query = new Parameters(http);
  }

  /**
   * @throws Problem when a parameter is not what it should be
   */
  static InvoiceSearch read(HttpServletRequest http) {
    return new InvoiceQuery(http).read();
  }

  private InvoiceSearch read() {
    var order = query.order(Sort.values(), Sort::code, "created_at, issue_date, due_date or total");
    return new InvoiceSearch(
        query.one("status", "draft, sent, partially_paid, paid or void", InvoiceQuery::status),
        Page.filter("client_id", http.getParameter("client_id")),
        query.one(
            "currency",
            "an ISO 4217 code such as XOF",
            text -> Parameters.matching(text, "[A-Z]{3}")),
        query.one(
            "number", "an invoice's number", text -> Parameters.matching(text, "\\P{Cntrl}{1,60}")),
        query.one("overdue", "true or false", InvoiceQuery::bool),
        day("issued_from"),
        day("issued_to"),
        day("due_from"),
        day("due_to"),
        order.sort(),
        order.descending(),
        query.one("cursor", CURSOR, text -> place(order.sort(), text)));
  }

  private @Nullable LocalDate day(String name) {
    return query.one(name, "a date such as 2026-12-31", InvoiceQuery::date);
  }

  private static InvoiceStatus status(String code) {
    return Parameters.coded(code, InvoiceStatus.values(), InvoiceStatus::code);
  }

  private static LocalDate date(String text) {
    // PostgreSQL has no year 0.
    return LocalDate.parse(Parameters.matching(text, "(?!0000)\\d{4}-\\d{2}-\\d{2}"));
  }

  private static boolean bool(String text) {
    return Boolean.parseBoolean(Parameters.matching(text, "true|false"));
  }

  /** An id that stands in a cursor. */
  static UUID id(String text) {
    return UUID.fromString(Parameters.matching(text, "[0-9a-fA-F-]{36}"));
  }

  /** What leads on from a place: {@code VALUE.ID}, or the id alone where it is the value. */
  static String cursor(Sort sort, Place place) {
    return sort == Sort.CREATED_AT
        ? place.id().toString()
        : "%s.%s".formatted(place.value(), place.id());
  }

  private static Place place(Sort sort, String cursor) {
    var dot = cursor.lastIndexOf('.');
    var id = id(cursor.substring(dot + 1));
    var value = dot < 0 ? "" : cursor.substring(0, dot);
    return new Place(
        switch (sort) {
          case CREATED_AT -> dot < 0 ? id.toString() : Parameters.matching(value, "");
          case ISSUE_DATE, DUE_DATE -> date(value).toString();
          case TOTAL -> Parameters.matching(value, "\\d{1,16}");
        },
        id);
  }
}
