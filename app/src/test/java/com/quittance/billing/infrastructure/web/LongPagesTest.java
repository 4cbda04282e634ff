package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page ends early when what is on it is long, and the next one goes on there. */
@ExtendWith(Doors.Opened.class)
class LongPagesTest {

  private static final int MOST_LINES = 1_000;

  private final Doors doors;
  private Http http;
  private String client;

  LongPagesTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void addTenant() {
    var tenant = doors.newTenant();
    http = doors.as(tenant);
    client = doors.house().addClient(tenant).id().toString();
  }

  private String add(String path, int lines) {
    var line = "{\"description\": \"A\", \"quantity\": 1, \"unit_price\": 5}";
    return http.post(
            path,
            "{\"client_id\": \"%s\", \"lines\": [%s]}"
                .formatted(client, String.join(",", Collections.nCopies(lines, line))))
        .is(201)
        .id();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/invoices", "/api/v1/drafts"})
  void noneIsLostOrSeenTwiceOrCut(String path) {
    var sizes = List.of(500, 1, 499, 500, 500, 500, 2, 400, 400, 200, 1, 1);
    var added = sizes.stream().map(lines -> add(path, lines)).toList();
    var seen = new ArrayList<String>();
    var pages = new ArrayList<Integer>();
    var cursor = "";
    do {
      var page = http.get(path + "?limit=11" + cursor).is(200).json();
      var lines = 0;
      for (var one : page.get("data")) {
        seen.add(one.get("id").asString());
        assertThat(one.get("lines").size()).isEqualTo(sizes.get(added.indexOf(seen.getLast())));
        lines += one.get("lines").size();
      }
      assertThat(lines).isLessThanOrEqualTo(MOST_LINES);
      pages.add(page.get("data").size());
      cursor =
          page.get("has_more").asBoolean() ? "&cursor=" + page.get("next_cursor").asString() : "";
    } while (!cursor.isEmpty());
    assertThat(seen).isEqualTo(added.reversed());
    assertThat(pages).containsExactly(4, 3, 2, 3);
  }

  /** As many as nobody pays in, but a token may. */
  private void pay(String invoice, int times) {
    doors
        .house()
        .sql()
        .sql(
            """
            insert into payment (tenant_id, id, invoice_id, gateway, amount, currency, status, created_at)
            select tenant_id, uuidv7(), id, 'manual', 1, currency, 'pending', created_at
            from invoice, generate_series(1, ?) where id = ?::uuid
            """)
        .params(times, invoice)
        .update();
  }

  @Test
  void ofManyPaymentsTheLastHundredAreExpandedAndAllAreListed() {
    var invoice = add("/api/v1/invoices", 1);
    pay(invoice, 250);
    var path = "/api/v1/invoices/" + invoice;
    var all = new ArrayList<String>();
    var page = http.get(path + "/payments").is(200).json();
    all.addAll(page.get("data").findValuesAsString("id"));
    while (page.get("has_more").asBoolean()) {
      var cursor = page.get("next_cursor").asString();
      page = http.get(path + "/payments?cursor=" + cursor).is(200).json();
      all.addAll(page.get("data").findValuesAsString("id"));
    }
    assertThat(all).hasSize(250).isSorted().doesNotHaveDuplicates();
    var expanded = http.get(path + "?expand=payments").is(200).json().get("payments");
    assertThat(expanded.findValuesAsString("id")).isEqualTo(all.subList(150, 250));
  }

  @Test
  void aPageWithManyPaymentsEndsEarlyAndTheNextGoesOnThere() {
    var added = new ArrayList<String>();
    for (var n = 0; n < 25; n++) {
      added.add(add("/api/v1/invoices", 1));
      pay(added.getLast(), n == 3 ? 0 : 90);
    }
    var seen = new ArrayList<String>();
    var cursor = "";
    do {
      var page = http.get("/api/v1/invoices?expand=payments&limit=100" + cursor).is(200).json();
      for (var one : page.get("data")) {
        seen.add(one.get("id").asString());
        assertThat(one.get("payments").size())
            .isEqualTo(added.indexOf(seen.getLast()) == 3 ? 0 : 90);
      }
      assertThat(page.get("data").size()).isLessThanOrEqualTo(12);
      cursor =
          page.get("has_more").asBoolean() ? "&cursor=" + page.get("next_cursor").asString() : "";
    } while (!cursor.isEmpty());
    assertThat(seen).isEqualTo(added.reversed());
  }
}
