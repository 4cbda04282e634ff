package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of clients: which, and in which order. */
@ExtendWith(Doors.Opened.class)
class ClientListTest {

  private static final String CLIENTS = "/api/v1/clients";

  private final Doors doors;
  private Http http;

  ClientListTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void addSome() {
    http = doors.as(doors.newTenant());
    add("Zoé & Fils", "zoe@a.example");
    add("awa 10%_", "Awa@a.example");
    add("Élan", "elan@a.example");
    add("Awa", "awa@A.example");
    add("élan", "x@a.example");
    add("awa. b", "awa.b@a.example");
    add("awa", "awa@b.example");
  }

  private void add(String name, String email) {
    http.post(CLIENTS, "{\"name\": \"%s\", \"email\": \"%s\"}".formatted(name, email)).is(201);
  }

  private List<String> leafThrough(String query) {
    var names = new ArrayList<String>();
    var cursor = "";
    do {
      var page = http.get(CLIENTS + "?limit=2&" + query + cursor).is(200).json();
      names.addAll(page.get("data").findValuesAsString("name"));
      cursor = "&cursor=" + page.get("next_cursor").asString("");
    } while (!cursor.equals("&cursor="));
    return names;
  }

  @Test
  void eachOrderLeadsThroughAllOfThemOnce() {
    var byAge = List.of("Zoé & Fils", "awa 10%_", "Élan", "Awa", "élan", "awa. b", "awa");
    var byName = List.of("Awa", "awa", "awa 10%_", "awa. b", "Zoé & Fils", "Élan", "élan");
    assertThat(leafThrough("sort=created_at")).isEqualTo(byAge);
    assertThat(leafThrough("sort=-created_at")).isEqualTo(byAge.reversed());
    assertThat(leafThrough("sort=name")).isEqualTo(byName);
    assertThat(leafThrough("sort=-name")).isEqualTo(byName.reversed());
  }

  @Test
  void filtersNarrowTheListInAnyOrder() {
    assertThat(leafThrough("name=AWA&sort=name"))
        .containsExactly("Awa", "awa", "awa 10%_", "awa. b");
    assertThat(leafThrough("name=awa")).containsExactly("awa", "awa. b", "Awa", "awa 10%_");
    assertThat(leafThrough("name=%C3%89L&sort=-name")).containsExactly("élan", "Élan");
    assertThat(leafThrough("name=awa%2010%25_")).containsExactly("awa 10%_");
    assertThat(leafThrough("name=%25")).isEmpty();
    assertThat(leafThrough("email=AWA%40a.example&sort=name")).containsExactly("Awa", "awa 10%_");
    assertThat(leafThrough("email=awa%40a.example&name=awa%20")).containsExactly("awa 10%_");
    assertThat(leafThrough("email=awa")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sort=email, sort",
    "sort=--name, sort",
    "sort=, sort",
    "email=, email",
    "email=a%0Ab, email",
    "name=, name",
    "name=%00, name",
    "cursor=QXdh.019cadfd-8900-7151-b6f2-ed5a70cc4326, cursor",
    "sort=name&cursor=019cadfd-8900-7151-b6f2-ed5a70cc4326, cursor",
    "sort=name&cursor=!.019cadfd-8900-7151-b6f2-ed5a70cc4326, cursor",
    "sort=name&cursor=AA.019cadfd-8900-7151-b6f2-ed5a70cc4326, cursor",
    "sort=name&cursor=QXdh.1, cursor",
  })
  void whatIsNoneOfTheParametersValuesIsRefused(String query, String named) {
    var refused = http.get(CLIENTS + "?" + query).is(Type.INVALID_REQUEST);
    assertThat(refused.json().get("detail").asString()).startsWith(named + ": expected ");
  }
}
