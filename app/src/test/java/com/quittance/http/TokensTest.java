package com.quittance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Problem.Type;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Tenancy.NewToken;
import com.quittance.tenancy.TokenSecret;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Doors.Opened.class)
class TokensTest {

  private static final String CLIENTS = "/api/v1/clients";
  private static final String NOWHERE = "/00000000-0000-7000-8000-000000000000";

  private final Doors doors;
  private final Http http;

  TokensTest(Doors doors) {
    this.doors = doors;
    this.http = doors.http();
  }

  private NewToken token(Duration life, String... abilities) {
    return doors
        .house()
        .house()
        .tenancy()
        .createToken(doors.house().tenant().id(), "test", List.of(abilities), life);
  }

  @Test
  void withoutATokenNothingIsTold() {
    var nobody = http.as(null);
    for (var path : List.of(CLIENTS, "/api/v1/invoices", "/api/v1/payments" + NOWHERE, "/api/x")) {
      var answer = nobody.get(path).is(Type.TOKEN_MISSING);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"quittance\"");
    }
    nobody.post(CLIENTS, "not even JSON").is(Type.TOKEN_MISSING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic dXNlcjpwYXNz", "Bearer", "bearer", "Token qt_x", ""})
  void anotherSchemeIsNoToken(String header) {
    var headers = Map.of("Authorization", header);
    http.as(null).send("GET", CLIENTS, BodyPublishers.noBody(), headers).is(Type.TOKEN_MISSING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "qt_", "qt_1_2", "' or 1=1 --", "eyJhbGciOiJub25lIn0.e30."})
  void aMalformedTokenIsInvalid(String token) {
    http.as(token).get(CLIENTS).is(Type.TOKEN_INVALID);
  }

  @Test
  void aWrongSecretCannotBeToldFromAnUnknownId() {
    var known = token(Duration.ofDays(1), "*").secret().id();
    var wrongSecret = TokenSecret.fresh(known).text();
    var unknownId = TokenSecret.fresh(UuidV7.from(doors.house().clock())).text();
    var first = http.as(wrongSecret).get(CLIENTS).is(Type.TOKEN_INVALID);
    var second = http.as(unknownId).get(CLIENTS).is(Type.TOKEN_INVALID);
    assertThat(first.withoutRequestId()).isEqualTo(second.withoutRequestId());
    assertThat(first.headers().keySet()).isEqualTo(second.headers().keySet());
  }

  @Test
  void aTokenExpires() {
    var mine = http.as(token(Duration.ofHours(1), "*").secret().text());
    mine.get(CLIENTS).is(200);
    doors.house().advance(Duration.ofMinutes(59));
    mine.get(CLIENTS).is(200);
    doors.house().advance(Duration.ofMinutes(1));
    mine.get(CLIENTS).is(Type.TOKEN_EXPIRED);
  }

  @Test
  void aRevokedTokenIsRefusedAtTheNextRequest() {
    var token = token(Duration.ofDays(1), "*");
    var mine = http.as(token.secret().text());
    mine.get(CLIENTS).is(200);
    doors.house().house().tenancy().revokeToken(token.token().tenant(), token.token().id());
    mine.get(CLIENTS).is(Type.TOKEN_REVOKED);
  }

  @ParameterizedTest
  @CsvSource({
    "clients:read,   GET,  /api/v1/clients,                   200",
    "clients:read,   GET,  /api/v1/clients/%s,                404",
    "clients:write,  POST, /api/v1/clients,                   422",
    "invoices:read,  GET,  /api/v1/invoices,                  200",
    "invoices:read,  GET,  /api/v1/invoices/%s,               404",
    "invoices:read,  GET,  /api/v1/invoices/%s/pdf,           404",
    "invoices:write, POST, /api/v1/invoices,                  422",
    "payments:write, POST, /api/v1/invoices/%s/payments,      422",
    "payments:read,  GET,  /api/v1/invoices/%s/payments,      404",
    "payments:read,  GET,  /api/v1/payments/%s,               404",
  })
  void anAbilityOpensItsDoorAndNoOther(String ability, String method, String path, int status) {
    var where = path.formatted(NOWHERE.substring(1));
    var all =
        List.of(
            "clients:read",
            "clients:write",
            "invoices:read",
            "invoices:write",
            "payments:read",
            "payments:write");
    var others = all.stream().filter(other -> !other.equals(ability)).toArray(String[]::new);
    call(method, where, ability).is(status);
    call(method, where, others).is(Type.ABILITY_MISSING);
  }

  private Http.Answer call(String method, String path, String... abilities) {
    var mine = http.as(token(Duration.ofDays(1), abilities).secret().text());
    return method.equals("GET") ? mine.get(path) : mine.post(path, "{}");
  }

  @Test
  void theSchemesNameIsWrittenAnyhow() {
    var header = Map.of("Authorization", "bEaReR   " + doors.house().token());
    http.as(null).send("GET", CLIENTS, BodyPublishers.noBody(), header).is(200);
  }

  @Test
  void healthNeedsNoToken() {
    assertThat(http.as(null).get("/health").is(200).text()).isEqualTo("{\"status\":\"up\"}");
  }
}
