package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.billing.infrastructure.store.Notifications;
import com.quittance.billing.infrastructure.store.Notifications.Severity;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Tenant;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the company's people find when they look in. */
@ExtendWith(Doors.Opened.class)
class NotificationsTest {

  private static final String LIST = "/api/v1/notifications";

  private final Doors doors;
  private Tenant tenant;
  private Http http;

  NotificationsTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void addTenant() {
    tenant = doors.newTenant();
    http = doors.as(tenant);
  }

  private String add(Severity severity) {
    var house = doors.house();
    var id = UuidV7.from(house.clock());
    house
        .house()
        .transactions()
        .run(
            house.scope(tenant),
            tx ->
                new Notifications(tx)
                    .add(id, id, "test", severity, "Look", "Now.", house.clock().instant()));
    return id.toString();
  }

  private List<String> ids(String query) {
    return http.get(LIST + query).is(200).json().get("data").findValuesAsString("id");
  }

  private Http.Answer read(Http as, String path) {
    return as.send("PUT", LIST + path, BodyPublishers.noBody(), Map.of());
  }

  @Test
  void theyAreListedTheNewestFirstAndNarrowed() {
    var first = add(Severity.CRITICAL);
    var second = add(Severity.INFO);
    assertThat(ids("")).containsExactly(second, first);
    assertThat(ids("?severity=critical")).containsExactly(first);
    var page = http.get(LIST + "?limit=1").is(200).json();
    assertThat(ids("?limit=1&cursor=" + page.get("next_cursor").asString())).containsExactly(first);
    http.get(LIST + "?severity=loud").is(Type.INVALID_REQUEST);
    http.get(LIST + "?unread=1").is(Type.INVALID_REQUEST);
  }

  @Test
  void whatSomebodyHasReadStaysRead() {
    var first = add(Severity.CRITICAL);
    var second = add(Severity.INFO);
    var read = read(http, "/" + first + "/read").is(200).json();
    assertThat(read.get("read_at").isNull()).isFalse();
    assertThat(ids("?unread=true")).containsExactly(second);
    assertThat(ids("?unread=false")).containsExactly(first);
    doors.house().advance(java.time.Duration.ofMinutes(1));
    assertThat(read(http, "/" + first + "/read").is(200).json()).isEqualTo(read);
    assertThat(read(http, "/read").is(200).json().get("read").asInt()).isEqualTo(1);
    assertThat(ids("?unread=true")).isEmpty();
  }

  @Test
  void aBodyThatSaysSomethingIsAMistake() {
    var id = add(Severity.INFO);
    var json = Map.of("Content-Type", "application/json");
    for (var path : List.of("/read", "/" + id + "/read")) {
      http.send("PUT", LIST + path, BodyPublishers.ofString("{\"severity\": \"info\"}"), json)
          .is(Type.VALIDATION, "/severity");
      http.send("PUT", LIST + path, BodyPublishers.ofString("{}"), Map.of())
          .is(Type.UNSUPPORTED_MEDIA_TYPE);
      assertThat(ids("?unread=true")).containsExactly(id);
    }
    http.send("PUT", LIST + "/read", BodyPublishers.ofString("{}"), json).is(200);
    assertThat(ids("?unread=true")).isEmpty();
  }

  @Test
  void othersNotificationsAreNotThere() {
    var id = add(Severity.CRITICAL);
    var neighbour = doors.as(doors.newTenant());
    read(neighbour, "/" + id + "/read").is(Type.NOT_FOUND);
    read(neighbour, "/" + UUID.randomUUID() + "/read").is(Type.NOT_FOUND);
    read(neighbour, "/read").is(200);
    assertThat(neighbour.get(LIST).is(200).json().get("data")).isEmpty();
    assertThat(ids("?unread=true")).containsExactly(id);
  }
}
