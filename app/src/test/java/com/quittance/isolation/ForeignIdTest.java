package com.quittance.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.openapi.Document;
import com.quittance.openapi.Operation;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Role;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route that takes an id, in its path, its query or its body, is asked by strangers for what
 * another company has and for what nobody has. Both are answered alike, and nothing changes. The
 * routes come from the document, which is held against the running server: a new one is asked too.
 */
@ExtendWith(Doors.Opened.class)
@TestInstance(Lifecycle.PER_CLASS)
class ForeignIdTest {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Of what has no example in the document, or one without the id. */
  private static final Map<String, String> BODIES =
      Map.of(
          "createDraft", "{\"client_id\": \"019cadfd-8900-7151-b6f2-ed5a70cc4326\"}",
          "changeDraft", "{\"client_id\": \"019cadfd-8900-7151-b6f2-ed5a70cc4326\"}",
          "createInvoices",
              """
              {"invoices": [{"client_id": "019cadfd-8900-7151-b6f2-ed5a70cc4326",
                "lines": [{"description": "A", "quantity": "1", "unit_price": 1}]}]}
              """,
          "rotateWebhookSecret", "{}");

  private final Doors doors;
  private final Document document = Document.read(Document.FILE);
  private final Belongings victim;
  private final Belongings own;
  private final String absent;
  private final Map<String, Http> strangers = new HashMap<>();
  private Map<String, String> before = Map.of();

  ForeignIdTest(Doors doors) {
    this.doors = doors;
    this.victim = new Belongings(doors);
    this.own = new Belongings(doors);
    this.absent = UuidV7.from(doors.house().clock()).toString();
    strangers.put("an owner elsewhere", own.http());
    strangers.put("a member elsewhere", own.staff().as(Role.MEMBER));
    strangers.put("somebody of both companies, for the other one", ofBoth());
    strangers.put("nobody", doors.http().as(null));
  }

  private Http ofBoth() {
    var email = com.quittance.people.Staff.freshAddress(doors);
    victim.staff().hire(Role.OWNER, email);
    return own.staff().as(own.staff().hire(Role.OWNER, email));
  }

  @BeforeAll
  void look() {
    victim.http().get("/api/v1/invoices/" + victim.id("invoices") + "/pdf").is(200);
    before = contents();
  }

  @AfterAll
  void nothingHasChanged() {
    assertThat(contents()).isEqualTo(before);
  }

  /** But for the answers kept for strangers: many rows at once are answered even when refused. */
  private Map<String, String> contents() {
    var contents = new HashMap<>(doors.contents());
    contents.remove("public.idempotency_key");
    return contents;
  }

  /**
   * An id that an operation takes.
   *
   * @param where {@code path:KIND}, {@code query:NAME} or {@code body}
   */
  record Place(Operation operation, String where) {
    @Override
    public String toString() {
      return operation + " " + where;
    }
  }

  /** What people do about themselves has no company; their tests are with them. */
  Stream<Place> places() {
    return document.operations().stream()
        .filter(operation -> !operation.isOpen())
        .filter(operation -> !operation.needs().equals("somebody signed in"))
        .flatMap(operation -> places(operation).stream());
  }

  private List<Place> places(Operation operation) {
    var places = new ArrayList<Place>();
    operation.kinds().forEach(kind -> places.add(new Place(operation, "path:" + kind)));
    for (var parameter : operation.parameters("query")) {
      var name = parameter.node().path("name").asString();
      var format = document.at(parameter.pointer() + "/schema").node().path("format").asString("");
      if (format.equals("uuid") && !name.equals("cursor")) {
        places.add(new Place(operation, "query:" + name));
      }
    }
    var body = body(operation);
    if (body != null && ID.matcher(body).find()) {
      places.add(new Place(operation, "body"));
    }
    return places;
  }

  private String body(Operation operation) {
    var given = BODIES.get(operation.id());
    var described = operation.body("application/json");
    if (given != null || described == null) {
      return given;
    }
    var schema = document.at(described.pointer() + "/schema");
    var example = schema.node().path("examples").path(0);
    var text = example.isMissingNode() ? "{}" : example.toString();
    schema
        .node()
        .path("properties")
        .properties()
        .forEach(
            member ->
                assertThat(
                        !member.getValue().path("format").asString("").equals("uuid")
                            || example.has(member.getKey()))
                    .as(
                        "%s takes an id as %s: give it a body in BODIES",
                        operation, member.getKey())
                    .isTrue());
    return text;
  }

  @ParameterizedTest
  @MethodSource("places")
  void whatIsAnothersIsAnsweredAsWhatIsNobodys(Place place) {
    for (var stranger : strangers.entrySet()) {
      for (var kind : foreignKinds(place)) {
        var foreign = ask(stranger.getValue(), place, victim.id(kind));
        var none = ask(stranger.getValue(), place, absent);
        assertThat(foreign.without(victim.id(kind)))
            .as("%s by %s", place, stranger.getKey())
            .isEqualTo(none.without(absent));
        assertThat(foreign.headers().keySet()).isEqualTo(none.headers().keySet());
        isNoLeak(place, foreign);
      }
    }
  }

  private static List<String> foreignKinds(Place place) {
    return switch (place.where().split(":")[0]) {
      case "path" -> List.of(place.where().substring("path:".length()));
      case "query" -> List.of(place.where().equals("query:invoice_id") ? "invoices" : "clients");
      default -> List.of("clients");
    };
  }

  /** Refused; or a list, or rows, with nothing of it. */
  private static void isNoLeak(Place place, Answer answer) {
    if (answer.status() == 200) {
      assertThat(place.where()).isIn("query:client_id", "query:invoice_id", "body");
      if (answer.header("Content-Type").startsWith("text/csv")) {
        assertThat(answer.text().lines()).as("the names of the columns alone").hasSize(1);
        return;
      }
      assertThat(answer.json().path("data").findValuesAsString("id")).isEmpty();
      assertThat(answer.json().path("created").asInt(0)).isZero();
    } else {
      assertThat(answer.status()).as("%s: %s", place, answer.text()).isIn(401, 403, 404, 422);
    }
  }

  private Answer ask(Http who, Place place, String id) {
    var operation = place.operation();
    var path = operation.path();
    var kinds = operation.kinds();
    for (var n = 0; n < kinds.size(); n++) {
      var wanted = place.where().equals("path:" + kinds.get(n)) ? id : own.id(kinds.get(n));
      path = path.replaceFirst("\\{\\w+}", wanted);
    }
    if (place.where().startsWith("query:")) {
      path += "?%s=%s".formatted(place.where().substring("query:".length()), id);
    }
    var body = body(operation);
    if (body != null && place.where().equals("body")) {
      body = ID.matcher(body).replaceAll(id);
    } else if (body != null) {
      body = ID.matcher(body).replaceAll(own.id("clients"));
    }
    return send(who, operation, path, body);
  }

  private static Answer send(Http who, Operation operation, String path, String body) {
    var headers = new HashMap<String, String>();
    BodyPublisher publisher = BodyPublishers.noBody();
    if (body != null) {
      headers.put("Content-Type", "application/json");
      publisher = BodyPublishers.ofString(body);
    }
    if (operation.method().equals("POST")) {
      headers.put("Idempotency-Key", UUID.randomUUID().toString());
    }
    return who.send(operation.method(), path, publisher, headers);
  }

  /** Otherwise the test would show nothing: what strangers ask for is there. */
  @Test
  void theCompanyItselfFindsWhatOthersAskFor() {
    places()
        .filter(place -> place.operation().method().equals("GET"))
        .filter(place -> place.where().startsWith("path:"))
        .forEach(
            place -> {
              var path = place.operation().path();
              for (var kind : place.operation().kinds()) {
                path = path.replaceFirst("\\{\\w+}", victim.id(kind));
              }
              assertThat(send(victim.http(), place.operation(), path, null).status())
                  .as(path)
                  .isEqualTo(200);
            });
  }

  @Test
  void allPlacesAreTried() {
    assertThat(places()).hasSizeGreaterThan(35);
  }
}
