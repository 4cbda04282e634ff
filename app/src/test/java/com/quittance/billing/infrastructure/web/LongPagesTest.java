package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
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
}
