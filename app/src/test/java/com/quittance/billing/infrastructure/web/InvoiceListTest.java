package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.TestHouse;
import com.quittance.billing.domain.Invoice;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Tenant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of invoices: which, in which order, and with what besides. */
@ExtendWith(Doors.Opened.class)
class InvoiceListTest {

  private static final String LIST = "/api/v1/invoices";

  private final Doors doors;
  private final TestHouse house;
  private final List<Invoice> invoices = new ArrayList<>();
  private Tenant tenant;
  private Http http;

  InvoiceListTest(Doors doors) {
    this.doors = doors;
    this.house = doors.house();
  }

  @BeforeEach
  void issueSome() {
    tenant = doors.newTenant();
    http = doors.as(tenant);
    var today = tenant.today(house.clock().instant());
    for (var n : List.of(3, 1, 4, 1, 5)) {
      invoices.add(house.createInvoice(tenant, 100L * n, today.plusDays(n)));
    }
  }

  private List<String> ids(String query) {
    return http.get(LIST + query).is(200).json().get("data").findValuesAsString("id");
  }

  private static List<String> ids(List<Invoice> of) {
    return of.stream().map(invoice -> invoice.id().toString()).toList();
  }

  @Test
  void theNewestComeFirst() {
    assertThat(ids("")).isEqualTo(ids(invoices.reversed()));
    assertThat(ids("?sort=created_at")).isEqualTo(ids(invoices));
  }

  @ParameterizedTest
  @ValueSource(strings = {"total", "due_date", "issue_date", "created_at"})
  void theyAreSortedAndLeafedThroughWithoutLosingOneOrSeeingOneTwice(String sort) {
    var order =
        switch (sort) {
          case "total" -> Comparator.comparing((Invoice i) -> i.totals().total().minor());
          case "due_date" -> Comparator.comparing(Invoice::dueDate);
          default -> Comparator.comparing(Invoice::issueDate);
        };
    var rising = invoices.stream().sorted(order.thenComparing(i -> i.id().toString())).toList();
    assertThat(leafThrough(sort)).isEqualTo(ids(rising));
    assertThat(leafThrough("-" + sort)).isEqualTo(ids(rising.reversed()));
  }

  private List<String> leafThrough(String sort) {
    var seen = new ArrayList<String>();
    var path = LIST + "?limit=2&sort=" + sort;
    var page = http.get(path).is(200).json();
    while (true) {
      seen.addAll(page.get("data").findValuesAsString("id"));
      if (!page.get("has_more").asBoolean()) {
        return seen;
      }
      page = http.get(path + "&cursor=" + page.get("next_cursor").asString()).is(200).json();
    }
  }

  @Test
  void filtersNarrowTheList() {
    var first = invoices.getFirst();
    var due = first.dueDate();
    assertThat(ids("?number=" + first.number())).isEqualTo(ids(List.of(first)));
    assertThat(ids("?client_id=" + first.client())).isEqualTo(ids(List.of(first)));
    assertThat(ids("?currency=XOF")).hasSize(5);
    assertThat(ids("?currency=EUR")).isEmpty();
    assertThat(ids("?due_from=%s&due_to=%s".formatted(due, due))).isEqualTo(ids(List.of(first)));
    assertThat(ids("?due_to=" + due.minusDays(1))).hasSize(2);
    assertThat(ids("?issued_from=" + first.issueDate())).hasSize(5);
    assertThat(ids("?issued_to=" + first.issueDate().minusDays(1))).isEmpty();
    http.post(LIST + "/" + first.id() + "/payments", "{\"gateway\": \"manual\", \"amount\": 300}")
        .is(201);
    assertThat(ids("?status=paid")).isEqualTo(ids(List.of(first)));
    assertThat(ids("?status=paid&due_to=" + due.minusDays(1))).isEmpty();
    assertThat(ids("?overdue=true")).isEmpty();
    assertThat(ids("?overdue=false")).hasSize(5);
    var late = LocalDate.parse("2020-01-01");
    house
        .sql()
        .sql("update invoice set issue_date = ?, due_date = ? where id = any(?)")
        .params(
            late, late, new java.util.UUID[] {first.id().value(), invoices.getLast().id().value()})
        .update();
    assertThat(ids("?overdue=true")).isEqualTo(ids(List.of(invoices.getLast())));
  }

  @ParameterizedTest
  @CsvSource({
    "sort=number, sort",
    "sort=--total, sort",
    "sort=total;drop, sort",
    "status=late, status",
    "currency=xof, currency",
    "overdue=yes, overdue",
    "issued_from=2026-02-30, issued_from",
    "due_to=tomorrow, due_to",
    "client_id=1, client_id",
    "cursor=1, cursor",
    "sort=total&cursor=019cadfd-8900-7151-b6f2-ed5a70cc4326, cursor",
    "sort=total&cursor=x.019cadfd-8900-7151-b6f2-ed5a70cc4326, cursor",
    "sort=total&cursor=99999999999999999.019cadfd-8900-7151-b6f2-ed5a70cc4326, cursor",
    "sort=due_date&cursor=1.019cadfd-8900-7151-b6f2-ed5a70cc4326, cursor",
    "cursor=1.019cadfd-8900-7151-b6f2-ed5a70cc4326, cursor",
    "expand=lines, expand",
    "expand=, expand",
    "'expand=client,', expand",
  })
  void whatIsNoneOfTheParametersValuesIsRefused(String query, String named) {
    var refused = http.get(LIST + "?" + query).is(Type.INVALID_REQUEST);
    assertThat(refused.json().get("detail").asString()).startsWith(named + ": expected ");
  }

  @Test
  void clientsAndPaymentsComeAlongWhenAskedFor() {
    var first = invoices.getFirst();
    var path = LIST + "/" + first.id();
    var payment =
        http.post(path + "/payments", "{\"gateway\": \"manual\", \"amount\": 100}").is(201).json();
    var client = http.get("/api/v1/clients/" + first.client()).is(200).json();

    var alone = http.get(path).is(200).json();
    assertThat(alone.has("client")).isFalse();
    assertThat(alone.has("payments")).isFalse();
    var expanded = http.get(path + "?expand=client,payments").is(200).json();
    assertThat(expanded.get("client")).isEqualTo(client);
    assertThat(expanded.get("payments")).containsExactly(payment);

    var list = http.get(LIST + "?expand=payments,client").is(200).json().get("data");
    assertThat(list).hasSize(5);
    for (var invoice : list) {
      assertThat(invoice.get("client").get("id")).isEqualTo(invoice.get("client_id"));
      assertThat(invoice.get("payments").size())
          .isEqualTo(invoice.get("id").asString().equals(first.id().toString()) ? 1 : 0);
    }
  }

  @Test
  void whatOneMayNotSeeAloneDoesNotComeAlongEither() {
    var token =
        house
            .house()
            .tenancy()
            .createToken(tenant.id(), "r", List.of("invoices:read"), java.time.Duration.ofDays(1));
    var reader = http.as(token.secret().text());
    reader.get(LIST).is(200);
    reader.get(LIST + "?expand=client").is(Type.ABILITY_MISSING);
    reader.get(LIST + "/" + invoices.getFirst().id() + "?expand=payments").is(Type.ABILITY_MISSING);
  }
}
