package com.quittance.billing.infrastructure.web;

import com.quittance.billing.domain.InvoiceStatus;
import com.quittance.billing.infrastructure.store.InvoiceSearch;
import com.quittance.billing.infrastructure.store.InvoiceSearch.Place;
import com.quittance.billing.infrastructure.store.InvoiceSearch.Sort;
import com.quittance.http.Page;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The published query parameters of the list of invoices. */
final class InvoiceQuery {

  private static final String SORTS =
      "created_at, issue_date, due_date or total, with a - before it for the greatest first";
  private static final String CURSOR = "the next_cursor of a page of the same sort";

  private final HttpServletRequest http;

  private InvoiceQuery(HttpServletRequest http) {
    this.http = http;
  }

  /**
   * @throws Problem when a parameter is not what it should be
   */
  static InvoiceSearch read(HttpServletRequest http) {
    return new InvoiceQuery(http).read();
  }

  private InvoiceSearch read() {
    var sorted = Objects.requireNonNullElse(http.getParameter("sort"), "-created_at");
    var descending = sorted.startsWith("-");
    var sort = sort(descending ? sorted.substring(1) : sorted);
    return new InvoiceSearch(
        one("status", "draft, sent, partially_paid, paid or void", InvoiceQuery::status),
        Page.filter("client_id", http.getParameter("client_id")),
        one("currency", "an ISO 4217 code such as XOF", text -> matching(text, "[A-Z]{3}")),
        one("number", "an invoice's number", text -> matching(text, "\\P{Cntrl}{1,60}")),
        one("overdue", "true or false", InvoiceQuery::bool),
        day("issued_from"),
        day("issued_to"),
        day("due_from"),
        day("due_to"),
        sort,
        descending,
        one("cursor", CURSOR, text -> place(sort, text)));
  }

  private @Nullable LocalDate day(String name) {
    return one(name, "a date such as 2026-12-31", InvoiceQuery::date);
  }

  /**
   * @param reader throws IllegalArgumentException or DateTimeException when it is something else
   */
  private <T> @Nullable T one(String name, String expected, Function<String, T> reader) {
    var text = http.getParameter(name);
    if (text == null) {
      return null;
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | DateTimeException unreadable) {
      throw Problem.of(Type.INVALID_REQUEST, "%s: expected %s.".formatted(name, expected));
    }
  }

  private static Sort sort(String code) {
    return Arrays.stream(Sort.values())
        .filter(sort -> sort.code().equals(code))
        .findFirst()
        .orElseThrow(() -> Problem.of(Type.INVALID_REQUEST, "sort: expected %s.".formatted(SORTS)));
  }

  private static InvoiceStatus status(String code) {
    return Arrays.stream(InvoiceStatus.values())
        .filter(status -> status.code().equals(code))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  private static LocalDate date(String text) {
    return LocalDate.parse(
        matching(text, "(?!0000)\\d{4}-\\d{2}-\\d{2}")); // PostgreSQL has no year 0
  }

  private static boolean bool(String text) {
    return Boolean.parseBoolean(matching(text, "true|false"));
  }

  private static String matching(String text, String pattern) {
    if (!text.matches(pattern)) {
      throw new IllegalArgumentException(pattern);
    }
    return text;
  }

  /** What leads on from a place: {@code VALUE.ID}, or the id alone where it is the value. */
  static String cursor(Sort sort, Place place) {
    return sort == Sort.CREATED_AT
        ? place.id().toString()
        : "%s.%s".formatted(place.value(), place.id());
  }

  private static Place place(Sort sort, String cursor) {
    var dot = cursor.lastIndexOf('.');
    var id = UUID.fromString(matching(cursor.substring(dot + 1), "[0-9a-fA-F-]{36}"));
    var value = dot < 0 ? "" : cursor.substring(0, dot);
    return new Place(
        switch (sort) {
          case CREATED_AT -> dot < 0 ? id.toString() : matching(value, "");
          case ISSUE_DATE, DUE_DATE -> date(value).toString();
          case TOTAL -> matching(value, "\\d{1,16}");
        },
        id);
  }
}
