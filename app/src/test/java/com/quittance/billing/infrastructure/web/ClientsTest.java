package com.quittance.billing.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(Doors.Opened.class)
class ClientsTest {

  private static final String CLIENTS = "/api/v1/clients";

  private final Doors doors;
  private final Http http;

  ClientsTest(Doors doors) {
    this.doors = doors;
    this.http = doors.http();
  }

  @Test
  void aClientIsAddedAndFound() {
    var added =
        http.post(
                CLIENTS,
                """
                {"name": " Boulangerie Ndiaye ", "email": "awa@ndiaye.example",
                 "address": "Rue 10\\nThiès", "tax_id": "123 2G3", "locale": "fr-SN"}
                """)
            .is(201);
    var id = added.id();
    assertThat(added.header("Location")).isEqualTo(CLIENTS + "/" + id);
    assertThat(added.json())
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"id": "%s", "name": "Boulangerie Ndiaye", "email": "awa@ndiaye.example",
                     "address": "Rue 10\\nThiès", "tax_id": "123 2G3", "locale": "fr-SN",
                     "created_at": "%s"}
                    """
                        .formatted(id, doors.house().clock().instant())));
    assertThat(http.get(CLIENTS + "/" + id).is(200).text()).isEqualTo(added.text());
  }

  @Test
  void whatIsLeftOutIsNullAndTheTenantsLanguageIsSpoken() {
    var client =
        http.post(CLIENTS, "{\"name\": \"A\", \"email\": \"a@b.example\", \"address\": null}")
            .is(201)
            .json();
    assertThat(client.get("address").isNull()).isTrue();
    assertThat(client.get("tax_id").isNull()).isTrue();
    assertThat(client.get("locale").asString()).isEqualTo("fr");
  }

  /**
   * JSON is UTF-8. It used to be found out when the answer was written: 500, and a client added.
   */
  @Test
  void anotherCharsetIsNotGivenAndSpoilsNothing() {
    var accept = "application/json; charset=utf-16";
    var headers = Map.of("Content-Type", "application/json", "Accept", accept);
    var body = BodyPublishers.ofString("{\"name\": \"A\", \"email\": \"a@b.example\"}");
    var answer = http.post(CLIENTS, body, headers).is(201);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(http.get(CLIENTS + "/" + answer.id()).is(200).text()).isEqualTo(answer.text());
  }

  private Http.Answer patch(String id, String json, String... headers) {
    var all = new HashMap<>(Map.of("Content-Type", "application/json"));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return http.send("PATCH", CLIENTS + "/" + id, BodyPublishers.ofString(json), all);
  }

  private Http.Answer added() {
    return http.post(
            CLIENTS,
            """
            {"name": "A", "email": "a@b.example", "address": "Thiès", "tax_id": "1", "locale": "fr"}
            """)
        .is(201);
  }

  @Test
  void whatIsLeftOutOfAChangeStays() {
    var id = added().id();
    var changed = patch(id, "{\"name\": \"B\", \"tax_id\": null}").is(200);

    assertThat(changed.json().get("name").asString()).isEqualTo("B");
    assertThat(changed.json().get("email").asString()).isEqualTo("a@b.example");
    assertThat(changed.json().get("address").asString()).isEqualTo("Thiès");
    assertThat(changed.json().get("tax_id").isNull()).isTrue();
    assertThat(http.get(CLIENTS + "/" + id).text()).isEqualTo(changed.text());
  }

  @Test
  void whoHasNotSeenTheLatestChangesNothing() {
    var id = added().id();
    var seen = http.get(CLIENTS + "/" + id).is(200).header("ETag");
    patch(id, "{\"name\": \"B\"}", "If-Match", seen).is(200);
    var before = doors.contents();

    patch(id, "{\"name\": \"C\"}", "If-Match", seen).is(Type.PRECONDITION_FAILED);
    assertThat(doors.contents()).isEqualTo(before);
    patch(id, "{\"name\": \"C\"}", "If-Match", "*").is(200);
  }

  @Test
  void oneOfManyWhoSawTheSameChangesIt() {
    var id = added().id();
    var seen = http.get(CLIENTS + "/" + id).header("ETag");
    var number = new AtomicInteger();
    var statuses =
        Doors.atOnce(
            10,
            () ->
                patch(
                        id,
                        "{\"name\": \"N%d\"}".formatted(number.incrementAndGet()),
                        "If-Match",
                        seen)
                    .status());
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
  }

  @Test
  void whoHasTheLatestIsNotSentItAgain() {
    var id = added().id();
    var tag = http.get(CLIENTS + "/" + id).header("ETag");
    var again =
        http.send("GET", CLIENTS + "/" + id, BodyPublishers.noBody(), Map.of("If-None-Match", tag));
    assertThat(again.is(304).body()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(tag);
  }

  @Test
  void aChangeToTheSameIsNone() {
    var added = added();
    var before = doors.contents();
    patch(added.id(), "{\"name\": \"A\"}").is(200);
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void aChangeIsRefusedWhereItIsWrong() {
    var id = added().id();
    var before = doors.contents();
    patch(id, "{\"name\": null, \"email\": \"nobody\", \"locale\": \"xx\", \"id\": \"1\"}")
        .is(Type.VALIDATION, "/name", "/email", "/locale", "/id");
    assertThat(doors.contents()).isEqualTo(before);
  }

  @Test
  void pagesLeadThroughAllClientsNewestFirst() {
    var tenant = doors.newTenant();
    var ids = IntStream.range(0, 5).mapToObj(_ -> doors.house().addClient(tenant).id()).toList();
    var mine = doors.as(tenant);
    var seen = new ArrayList<String>();
    var cursor = "";
    do {
      var page = mine.get(CLIENTS + "?limit=2" + cursor).is(200).json();
      page.get("data").forEach(client -> seen.add(client.get("id").asString()));
      assertThat(page.get("data").size()).isLessThanOrEqualTo(2);
      assertThat(page.get("has_more").asBoolean()).isEqualTo(!page.get("next_cursor").isNull());
      cursor = "&cursor=" + page.get("next_cursor").asString("");
    } while (!cursor.equals("&cursor="));
    assertThat(seen)
        .containsExactlyElementsOf(ids.reversed().stream().map(Object::toString).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=1e2",
        "limit=",
        "cursor=1",
        "cursor=%27"
      })
  void aPageThatCannotBeIsRefused(String query) {
    http.get(CLIENTS + "?" + query).is(Type.INVALID_REQUEST);
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    http.post(
            CLIENTS,
            """
            {"name": "", "email": "nobody", "address": 12, "tax_id": {}, "locale": "de",
             "tenant_id": "x", "a/b~c": 1}
            """)
        .is(
            Type.VALIDATION,
            "/name",
            "/email",
            "/address",
            "/tax_id",
            "/locale",
            "/tenant_id",
            "/a~1b~0c");
    http.post(CLIENTS, "{}").is(Type.VALIDATION, "/name", "/email");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.example\\r\\nBcc: all@b.example",
        "a@b.example\\nSubject: x",
        "a@b.example, c@d.example",
        "a@b.example;c@d.example",
        "Awa <a@b.example>",
        "a@b.example\\u0000",
        "a@b.example\\u0085x",
        "a@b.example\\u2028x",
        "a b@c.example",
        "\\\"a\\\"@b.example",
        "@b.example",
        "a@",
        "a@b@c.example",
        "a@-b.example",
        "\\ud800@b.example"
      })
  void anAddressCarriesNoSecondHeaderOrRecipient(String email) {
    var before = doors.contents();
    http.post(CLIENTS, "{\"name\": \"A\", \"email\": \"%s\"}".formatted(email))
        .is(Type.VALIDATION, "/email");
    assertThat(doors.contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"name, 200", "address, 500", "tax_id, 50"})
  void aTextHasItsLimit(String member, int most) {
    var before = doors.contents();
    http.post(CLIENTS, client(member, "é".repeat(most + 1))).is(Type.VALIDATION, "/" + member);
    assertThat(doors.contents()).isEqualTo(before);
    http.post(CLIENTS, client(member, "é".repeat(most))).is(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\\u0000b",
        "a\\u001bb",
        "a\\u007fb",
        "a\\u0085b",
        "\\ud800",
        "a\\udc00b",
        "\\u00a0\\u200b"
      })
  void aTextIsFreeOfWhatNoPaperCanShow(String text) {
    var before = doors.contents();
    for (var member : new String[] {"name", "address", "tax_id"}) {
      http.post(CLIENTS, client(member, text)).is(Type.VALIDATION, "/" + member);
    }
    assertThat(doors.contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\nb", "a\\rb", "a\\u2028b"})
  void aNameIsOneLine(String text) {
    for (var member : new String[] {"name", "tax_id"}) {
      http.post(CLIENTS, client(member, text)).is(Type.VALIDATION, "/" + member);
    }
    http.post(CLIENTS, client("address", text)).is(text.contains("2028") ? 422 : 201);
  }

  @Test
  void otherTextIsKeptAsItIs() {
    var name = "Ünïçødé 株式会社 😀 <b>&amp;</b> '; drop table client; --";
    var added = http.post(CLIENTS, client("name", name)).is(201);
    assertThat(added.json().get("name").asString()).isEqualTo(name);
    assertThat(http.get(CLIENTS + "/" + added.id()).json().get("name").asString()).isEqualTo(name);
  }

  private static String client(String member, String value) {
    return switch (member) {
      case "name" -> "{\"name\": \"%s\", \"email\": \"a@b.example\"}".formatted(value);
      default ->
          "{\"name\": \"A\", \"email\": \"a@b.example\", \"%s\": \"%s\"}".formatted(member, value);
    };
  }
}
