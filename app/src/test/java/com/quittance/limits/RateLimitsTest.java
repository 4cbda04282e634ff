package com.quittance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.House;
import com.quittance.TestHouse;
import com.quittance.WebServer;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Http.Answer;
import com.quittance.http.Problem.Type;
import com.quittance.http.Route;
import com.quittance.tenancy.Tenancy;
import com.quittance.tenancy.Tenant;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database, and a clock that stands still: what is used up stays so. */
@TestInstance(Lifecycle.PER_CLASS)
class RateLimitsTest {

  private static final String CLIENTS = "/api/v1/clients";
  private static final Map<String, String> PREFLIGHT =
      Map.of("Origin", "https://shop.example", "Access-Control-Request-Method", "GET");
  private static final String NOBODY = "00000000-0000-7000-8000-000000000000";

  private TestHouse house;
  private House otherHouse;
  private WebServer server;
  private WebServer otherServer;

  @BeforeAll
  void open(@TempDir Path folder) {
    house =
        TestHouse.open(
            folder,
            Map.of(
                "QUITTANCE_LIMITS_TOKEN", "300/1m",
                "QUITTANCE_LIMITS_TENANT", "400/1m",
                "QUITTANCE_LIMITS_ADDRESS", "40/1m",
                "QUITTANCE_LIMITS_SIGN_IN", "5/1m",
                "QUITTANCE_LIMITS_INVITATIONS", "4/1h",
                "QUITTANCE_LIMITS_PDF", "3/1h",
                "QUITTANCE_LIMITS_EXPORT", "off",
                "QUITTANCE_PROXIES", "127.0.9.1/32"));
    otherHouse = House.stepped(house.house().settings(), house.clock());
    server = WebServer.start(house.house());
    otherServer = WebServer.start(otherHouse);
  }

  @AfterAll
  void close() {
    otherServer.close();
    otherHouse.close();
    server.close();
    house.close();
  }

  private Tenant newTenant() {
    return house.addTenant("Atelier Diop", "Africa/Dakar", "XOF");
  }

  private Http as(Tenant tenant) {
    var token =
        house
            .house()
            .tenancy()
            .createToken(tenant.id(), "test", List.of("*"), Tenancy.TOKEN_LIFE)
            .secret()
            .text();
    return new Http(server.port(), token);
  }

  private Http onTheOther(Http caller) {
    return new Http(otherServer.port(), caller.token());
  }

  /** How many of so many are let pass; the others are refused as they should be. */
  private static int passing(int requests, Http http, String path) {
    return (int)
        IntStream.range(0, requests)
            .mapToObj(_ -> http.get(path))
            .filter(answer -> passes(answer, Type.RATE_LIMITED))
            .count();
  }

  private static boolean passes(Answer answer, Type refusal) {
    if (answer.status() == 429) {
      answer.is(refusal);
    }
    return answer.status() != 429;
  }

  /** Each of eight asks both nodes in turn, until it has asked a fifth more and both refuse. */
  private static int passingAtOnce(Http one, Http other, int atLeast) {
    var passed = new AtomicInteger();
    Doors.atOnce(
        8,
        () -> {
          var refused = 0;
          for (var i = 0; i < atLeast / 8 || refused < 2; i++) {
            if (passes((i % 2 == 0 ? one : other).get(CLIENTS), Type.RATE_LIMITED)) {
              passed.incrementAndGet();
              refused = 0;
            } else {
              refused++;
            }
          }
          return refused;
        });
    return passed.get();
  }

  @Test
  void exactlyAsManyAsAllowedPassOnTwoNodesAtTheSameTime() {
    var one = as(newTenant());
    assertThat(passingAtOnce(one, onTheOther(one), 360)).isEqualTo(300);
  }

  @Test
  void aTenantsTokensShareItsLimitAndNoOtherTenantsDo() {
    var tenant = newTenant();
    var first = as(tenant);
    var second = onTheOther(as(tenant));
    assertThat(passing(310, first, CLIENTS)).isEqualTo(300);
    // What the first token was refused took nothing from its tenant. The first node may still hold
    // some of the tenant's, so the second token asks both.
    var passed = passingAtOnce(second, new Http(server.port(), second.token()), 120);
    assertThat(passed).isEqualTo(100);
    assertThat(second.get(CLIENTS).is(429).header("RateLimit")).contains("\"tenant\";r=0");

    as(newTenant()).get(CLIENTS).is(200);
  }

  @Test
  void answersTellWhatIsLeftAndWhenItIsWholeAgain() {
    var http = as(newTenant());
    var answer = http.get(CLIENTS).is(200);
    assertThat(answer.header("RateLimit-Policy"))
        .isEqualTo("\"token\";q=300;w=60, \"tenant\";q=400;w=60");
    assertThat(answer.header("RateLimit")).isEqualTo("\"token\";r=299;t=60, \"tenant\";r=399;t=60");
    assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("300");
    assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("299");
    assertThat(answer.header("X-RateLimit-Reset")).isEqualTo("60");
    assertThat(answer.header("Retry-After")).isEmpty();
    assertThat(http.get(CLIENTS).header("X-RateLimit-Remaining")).isEqualTo("298");
    assertThat(http.get(CLIENTS + "/" + NOBODY).is(404).header("X-RateLimit-Remaining"))
        .isEqualTo("297");
  }

  @Test
  void whoIsRefusedLearnsHowLongToWaitAndIsLetInThen() {
    var invoice = house.createInvoice(1_000);
    var pdf = "/api/v1/invoices/%s/pdf".formatted(invoice.id());
    var http = new Http(server.port(), house.token());
    house.advance(Duration.ofMinutes(61)); // a window of its own, begun by the first of these
    assertThat(passing(3, http, pdf)).isEqualTo(3);
    house.advance(Duration.ofSeconds(100));

    var refused = http.get(pdf).is(Type.RATE_LIMITED);
    assertThat(refused.header("Retry-After")).isEqualTo("3500");
    assertThat(refused.header("RateLimit")).isEqualTo("\"pdf\";r=0;t=3500");
    assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("3");
    assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(refused.header("X-RateLimit-Reset")).isEqualTo("3500");
    assertThat(refused.text()).contains("The limit pdf allows 3 requests in 3600 s.");
    http.get("/api/v1/invoices/" + invoice.id()).is(200);
    onTheOther(http).get(pdf).is(Type.RATE_LIMITED);

    house.advance(Duration.ofSeconds(3499));
    http.get(pdf).is(Type.RATE_LIMITED);
    house.advance(Duration.ofSeconds(1));
    assertThat(passing(5, http, pdf)).isEqualTo(3);
  }

  private Answer from(String address, Http http, String forwardedFor) {
    var headers = new HashMap<String, String>();
    headers.put("X-Forwarded-For", forwardedFor);
    headers.put("X-Real-IP", forwardedFor);
    headers.put("Forwarded", "for=" + forwardedFor);
    return http.from(address, "GET", CLIENTS, BodyPublishers.noBody(), headers);
  }

  @Test
  void strangersAreCountedByTheirAddressWhateverTheySayItIs() {
    var stranger = new Http(server.port(), "qt_nonsense");
    var answers =
        IntStream.range(0, 1_000)
            .mapToObj(i -> from("127.0.8.1", stranger, "203.0.113." + i % 256).status())
            .toList();
    assertThat(answers).containsOnly(401, 429);
    assertThat(answers.stream().filter(status -> status == 401)).hasSize(40);
    assertThat(answers.lastIndexOf(401)).isEqualTo(39);

    // Elsewhere they are not held back, nor is at the same address who is known.
    assertThat(from("127.0.8.2", stranger, "").status()).isEqualTo(401);
    assertThat(from("127.0.8.1", as(newTenant()), "").status()).isEqualTo(200);
  }

  @Test
  void behindAProxyEachCallerHasAnAddressOfTheirOwn() {
    var stranger = new Http(server.port(), null);
    for (var i = 0; i < 40; i++) {
      assertThat(from("127.0.9.1", stranger, "198.51.100.1").status()).isEqualTo(401);
    }
    assertThat(from("127.0.9.1", stranger, "198.51.100.1").status()).isEqualTo(429);
    assertThat(from("127.0.9.1", stranger, "198.51.100.7, 198.51.100.1").status()).isEqualTo(429);
    assertThat(from("127.0.9.1", stranger, "198.51.100.2").status()).isEqualTo(401);
    // One subscriber has a whole /64 of IPv6.
    for (var i = 0; i < 40; i++) {
      from("127.0.9.1", stranger, "2001:db8:1:2::" + i);
    }
    assertThat(from("127.0.9.1", stranger, "2001:db8:1:2:ffff::1").status()).isEqualTo(429);
    assertThat(from("127.0.9.1", stranger, "2001:db8:1:3::1").status()).isEqualTo(401);
  }

  @Test
  void signingInHasALimitOfItsOwn() {
    var stranger = new Http(server.port(), null);
    var wrong = "{\"email\": \"%s@nowhere.example\", \"password\": \"wrong password\"}";
    var passed = 0;
    for (var i = 0; i < 8; i++) {
      var answer = stranger.post("/api/v1/session", wrong.formatted("someone" + i));
      passed += answer.status() == 429 ? 0 : 1;
    }
    assertThat(passed).isEqualTo(5);
    stranger.get("/api/v1/openapi.yaml").is(200);
  }

  @Test
  void membersAreAddedWithinALimitOfTheCompany() {
    var tenant = newTenant();
    var first = as(tenant);
    for (var i = 0; i < 2; i++) {
      invite(first, i).is(201);
      invite(as(tenant), 10 + i).is(201);
    }
    assertThat(invite(first, 5).is(Type.RATE_LIMITED).text()).contains("invitations allows 4");
    invite(onTheOther(as(tenant)), 6).is(Type.RATE_LIMITED);
    first.get("/api/v1/members").is(200);
    invite(as(newTenant()), 7).is(201);
  }

  private static Answer invite(Http http, int who) {
    return http.post(
        "/api/v1/members",
        """
        {"email": "invited%d@nowhere.example", "name": "Invited", "role": "read-only"}"""
            .formatted(who));
  }

  @Test
  void whatLeadsNowhereIsCountedAsWell() {
    var http = as(newTenant());
    http.get("/api/v1/nothing").is(404);
    assertThat(delete(http).is(405).header("Allow")).contains("POST");
    assertThat(http.get(CLIENTS).header("X-RateLimit-Remaining")).isEqualTo("297");
    assertThat(passing(310, http, "/api/v1/nothing")).isEqualTo(297);
    var refused = http.get("/api/v1/nothing").is(Type.RATE_LIMITED);
    assertThat(refused.header("Retry-After")).isEqualTo("60");
    assertThat(refused.header("RateLimit")).contains("\"token\";r=0");
    delete(http).is(Type.RATE_LIMITED);
    as(newTenant()).get("/api/v1/nothing").is(404);
  }

  private static Answer delete(Http http) {
    return http.send("DELETE", CLIENTS, BodyPublishers.noBody(), Map.of());
  }

  @Test
  void strangersWhoLookAroundAreCountedByTheirAddress() {
    var stranger = new Http(server.port(), null);
    var answers =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    stranger
                        .from("127.0.8.7", "GET", "/" + i, BodyPublishers.noBody(), Map.of())
                        .status())
            .toList();
    assertThat(answers).containsOnly(404, 429);
    assertThat(answers.stream().filter(status -> status == 404)).hasSize(40);
  }

  @Test
  void whatWatchesOrOnlyAsksBeforehandIsNotCounted() {
    var http = as(newTenant());
    for (var i = 0; i < 60; i++) {
      var health = http.as(null).get("/health").is(200);
      assertThat(health.header("RateLimit")).isEmpty();
      http.send("OPTIONS", CLIENTS, BodyPublishers.noBody(), PREFLIGHT).is(403);
    }
    assertThat(http.get(CLIENTS).header("X-RateLimit-Remaining")).isEqualTo("299");
  }

  @Test
  void whatOnlyLooksLikeAQuestionBeforehandIs() {
    var http = as(newTenant());
    http.send("OPTIONS", CLIENTS, BodyPublishers.noBody(), Map.of()).is(200);
    http.send("OPTIONS", CLIENTS, BodyPublishers.noBody(), Map.of("Origin", "https://shop.example"))
        .is(200);
    assertThat(http.get(CLIENTS).header("X-RateLimit-Remaining")).isEqualTo("297");
  }

  @Test
  void aLimitThatIsOffIsNone() {
    var answer = as(newTenant()).get("/api/v1/audit").is(200);
    assertThat(answer.header("RateLimit-Policy")).doesNotContain("export").contains("token");
  }

  @Test
  void everyLimitedRouteIsThere() {
    var running = server.routes().stream().map(RateLimitsTest::name).toList();
    assertThat(Arrays.stream(Limit.values()).flatMap(limit -> limit.routes().stream()))
        .isNotEmpty()
        .isSubsetOf(running);
  }

  private static String name(Route route) {
    return route.method() + " " + route.path();
  }

  @Test
  void theCountsNameTheTenantAndAreForgottenWhenTheyAreWhole() {
    var tenant = newTenant();
    as(tenant).get(CLIENTS).is(200);
    var keys = house.sql().sql("select key from rate_limit").query(String.class).list();
    assertThat(keys)
        .allMatch(
            key -> key.matches("[a-z-]+ (tenant:[0-9a-f-]{36}|address:\\S+)( \\S+)? \\d+/\\d+s"))
        .anyMatch(key -> key.startsWith("token tenant:" + tenant.id().value() + " token:"))
        .anyMatch(key -> key.startsWith("tenant tenant:" + tenant.id().value()));

    house.house().schedule().run();
    assertThat(house.count("rate_limit")).isEqualTo(keys.size());
    house.advance(Duration.ofDays(1));
    house.house().schedule().run();
    assertThat(house.count("rate_limit")).isZero();
    assertThat(passing(310, as(tenant), CLIENTS)).isEqualTo(300);
  }

  @Test
  void aCountThatFailsIsNotBegunAnew() {
    var http = as(newTenant());
    assertThat(passing(290, http, CLIENTS)).isEqualTo(290);
    house.sql().sql("alter table rate_limit rename to rate_limit_gone").update();
    try {
      var answers =
          IntStream.range(0, 50).mapToObj(_ -> http.get(CLIENTS).status()).distinct().toList();
      assertThat(answers).contains(503).isSubsetOf(200, 503);
      onTheOther(http).get(CLIENTS).is(Type.UNAVAILABLE);
    } finally {
      house.sql().sql("alter table rate_limit_gone rename to rate_limit").update();
    }
    assertThat(passing(20, http, CLIENTS)).isLessThanOrEqualTo(10);
    house.advance(Duration.ofMinutes(1));
    assertThat(passingAtOnce(http, onTheOther(http), 360)).isEqualTo(300);
  }
}
