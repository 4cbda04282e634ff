package com.quittance.limits;

import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Browser;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.people.Members.NewMember;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Role;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Those who act for no company, as far as anybody knows: by where they ask from. */
@TestInstance(Lifecycle.PER_CLASS)
class StrangersTest {

  private static final String PASSWORD = "le chat boit du bissap";
  private static final int MOST = 40;

  private TestHouse house;
  private WebServer server;

  @BeforeAll
  void open(@TempDir Path folder) {
    house =
        TestHouse.open(
            folder,
            Map.of(
                "QUITTANCE_LIMITS_ADDRESS", MOST + "/1m",
                // As they are unless somebody sets them.
                "QUITTANCE_LIMITS_SIGN_IN", "30/1m",
                "QUITTANCE_LIMITS_PASSWORD_RESET", "60/1h"));
    server = WebServer.start(house.house());
  }

  @AfterAll
  void close() {
    server.close();
    house.close();
  }

  private String owner() {
    var email = "p%s@sahel.example".formatted(UuidV7.from(house.clock()));
    house
        .house()
        .members()
        .add(house.scope(), new NewMember(email, "Awa Ndiaye", Role.OWNER, null, false));
    house.house().signIn().setPassword(house.scope(), email, PASSWORD);
    return email;
  }

  private Browser signedIn(String email, String from) {
    var browser = Browser.on(server.port(), from);
    browser.signIn(email, PASSWORD).is(200);
    return browser;
  }

  /** How many of a few more than are allowed get another answer than that there were too many. */
  private static void onlySoMany(Supplier<Answer> request, Type answer) {
    var answers = IntStream.range(0, MOST + 10).mapToObj(_ -> request.get()).toList();
    answers.subList(0, MOST).forEach(passed -> passed.is(answer));
    answers.subList(MOST, answers.size()).forEach(refused -> refused.is(Type.RATE_LIMITED));
  }

  /** That the route has a limit of the company's own makes no difference. */
  @Test
  void whoIsSignedInWithoutACompanyIsCountedEverywhere() {
    var browser = signedIn(owner(), "127.0.20.1");
    browser.with("Quittance-Tenant", "nonsense");
    onlySoMany(() -> browser.get("/api/v1/audit"), Type.ABILITY_MISSING);
    browser.with("Quittance-Tenant", null).get("/api/v1/audit").is(200);
  }

  @Test
  void whatAnotherSiteMakesABrowserAskIsCounted() {
    var browser = signedIn(owner(), "127.0.20.2");
    browser.with("X-CSRF-Token", "guessed");
    onlySoMany(() -> browser.post("/api/v1/clients", "{}"), Type.CROSS_SITE);
    browser.get("/api/v1/clients").is(200);
  }

  @Test
  void anOperatorWithoutASecondFactorIsCounted() {
    var email = owner();
    house
        .sql()
        .sql("delete from membership m using person p where p.id = m.person_id and p.email = ?")
        .param(email)
        .update();
    house.sql().sql("update person set operator = true where email = ?").param(email).update();
    var browser = signedIn(email, "127.0.20.3");
    onlySoMany(() -> browser.get("/api/v1/clients"), Type.SECOND_FACTOR_MISSING);
  }

  /** Nobody needs an account for that. */
  private void useUp(String path, String from) {
    var neighbour = Browser.on(server.port(), from);
    for (var i = 0; i < 61; i++) {
      neighbour.post(path, "{}");
    }
    neighbour.post(path, "{}").is(Type.RATE_LIMITED);
  }

  @Test
  void nobodyAtTheSameAddressKeepsABrowserOutThatWasInBefore() {
    var from = "127.0.20.4";
    var email = owner();
    var known = signedIn(email, from);
    known.delete("/api/v1/session").is(204);
    useUp("/api/v1/session", from);
    Browser.on(server.port(), from).signIn(email, PASSWORD).is(Type.RATE_LIMITED);
    known.signIn(email, PASSWORD).is(200);

    house.house().signIn().setPassword(house.scope(), email, PASSWORD);
    known.signIn(email, PASSWORD).is(Type.RATE_LIMITED); // with the password it was forgotten
  }

  @Test
  void aBrowserThatWasInBeforeHasNoMoreThanOthers() {
    var from = "127.0.20.5";
    var known = signedIn(owner(), from);
    for (var i = 0; i < 30; i++) {
      known.post("/api/v1/session", "{}").is(Type.VALIDATION, "/email", "/password");
    }
    known.post("/api/v1/session", "{}").is(Type.RATE_LIMITED);
    signedIn(owner(), from);
  }

  @Test
  void aBrowserThatOnlySaysSoIsCountedByItsAddress() {
    var from = "127.0.20.6";
    useUp("/api/v1/session", from);
    var device = "__Host-quittance-device=" + "x".repeat(43);
    Browser.on(server.port(), from)
        .with("Cookie", device)
        .post("/api/v1/session", "{}")
        .is(Type.RATE_LIMITED);
  }

  @Test
  void nobodyAtTheSameAddressKeepsALinkFromBeingUsed() {
    var from = "127.0.20.7";
    useUp("/api/v1/password-reset", from);
    Browser.on(server.port(), from)
        .post(
            "/api/v1/password-reset/confirm",
            "{\"secret\": \"%s\", \"password\": \"%s\"}".formatted("x".repeat(43), PASSWORD))
        .is(Type.RESET_INVALID);
    useUp("/api/v1/password-reset/confirm", from);
  }
}
