package com.quittance.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Problem.Type;
import com.quittance.http.Route;
import com.quittance.tenancy.Ability;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document speaks of the server that runs, of all of it and of nothing else. */
@ExtendWith(Doors.Opened.class)
class DocumentTest {

  /** For people and their browsers, not for programs. */
  private static final Pattern PAGES = Pattern.compile("/(docs|reset)(/.*)?");

  private final Doors doors;
  private final Document document = Document.read(Document.FILE);

  DocumentTest(Doors doors) {
    this.doors = doors;
  }

  @Test
  void everyRouteIsThereWithWhatItNeedsAndNoOther() {
    var documented =
        document.operations().stream()
            .map(o -> new Route(o.method(), o.path(), o.needs()))
            .map(Route::toString);
    var running =
        doors.routes().stream()
            .filter(route -> !PAGES.matcher(route.path()).matches())
            .map(Route::toString);
    assertThat(documented.sorted()).containsExactlyElementsOf(running.sorted().toList());
  }

  @Test
  void whatIsOpenNeedsNoTokenAndEverythingElseOne() {
    assertThat(document.operations())
        .hasSizeGreaterThan(20)
        .allSatisfy(o -> assertThat(o.isOpen()).as(o.id()).isEqualTo(o.needs().equals("anybody")))
        .allSatisfy(
            o ->
                assertThat(o.problems(401).contains(Type.TOKEN_MISSING.uri()))
                    .as(o.id())
                    .isEqualTo(!o.isOpen()));
  }

  /** {@code token} and {@code tenant} count whatever a caller asks, {@code address} the rest. */
  @Test
  void everythingIsLimited() {
    assertThat(document.operations())
        .filteredOn(o -> o.path().startsWith("/api/") && !o.path().startsWith("/api/v1/openapi"))
        .allSatisfy(o -> assertThat(o.statuses()).as(o.id()).contains("429"));
  }

  @Test
  void everyProblemMayBeAnsweredSomewhereWithItsStatus() {
    var types = Arrays.stream(Type.values()).collect(Collectors.toMap(Type::uri, Type::status));
    var told = new TreeSet<String>();
    for (var operation : document.operations()) {
      for (var status : operation.statuses()) {
        var problems = operation.problems(Integer.parseInt(status));
        assertThat(problems.isEmpty())
            .as("%s %s names its problems", operation.id(), status)
            .isEqualTo(Integer.parseInt(status) < 400);
        assertThat(problems)
            .as("%s %s", operation.id(), status)
            .allSatisfy(type -> assertThat(types).containsEntry(type, Integer.parseInt(status)));
        told.addAll(problems);
      }
    }
    told.add(Type.METHOD_NOT_ALLOWED.uri()); // no operation answers it: it is about those not there
    assertThat(told).containsExactlyInAnyOrderElementsOf(types.keySet());
    assertThat(texts("/components/schemas/ProblemType/enum"))
        .containsExactlyElementsOf(Arrays.stream(Type.values()).map(Type::uri).toList());
  }

  @Test
  void everyAbilityIsNamed() {
    assertThat(texts("/components/schemas/Ability/enum"))
        .containsExactlyElementsOf(Ability.codes());
  }

  private java.util.List<String> texts(String pointer) {
    return document.root().at(pointer).valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void theServerHandsItOutAsItIsInBothForms() throws IOException {
    var stranger = doors.http().as(null);

    var yaml = stranger.get("/api/v1/openapi.yaml").is(200);
    var json = stranger.get("/api/v1/openapi.json").is(200);

    assertThat(yaml.body()).isEqualTo(Files.readAllBytes(Document.FILE));
    assertThat(new JsonMapper().readTree(json.body())).isEqualTo(document.root());
  }

  @Test
  void thePageNeedsNothingButThisServer() {
    var stranger = doors.http().as(null);
    var page = stranger.get("/docs").is(200);

    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe", "http:", "https:");
    var html = page.text();
    assertThat(html).doesNotContain("<style", "style=", "onload", "javascript:", "//");
    var addresses = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"").matcher(html).results().toList();
    assertThat(addresses).hasSizeGreaterThan(4);
    for (var address : addresses) {
      var asset = stranger.get(address.group(1)).is(200);
      assertThat(asset.body()).as(address.group(1)).isNotEmpty();
    }
    assertThat(Pattern.compile("<script(?! src=\"/docs/[\\w.-]+\"></script>)").matcher(html).find())
        .isFalse();
    stranger.get("/docs/..%2fapplication.yaml").is(Type.INVALID_REQUEST);
    stranger.get("/docs/index.html").is(Type.NOT_FOUND);
  }

  @Test
  void everyOperationHasANameOfItsOwn() {
    var names = document.operations().stream().map(Operation::id).toList();
    assertThat(names).doesNotHaveDuplicates().allSatisfy(Objects::requireNonNull);
    assertThat(names).allMatch(name -> name.matches("[a-z][A-Za-z]+"));
  }
}
