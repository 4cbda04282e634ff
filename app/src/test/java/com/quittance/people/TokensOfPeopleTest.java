package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.AuthorityEnded;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.Principal;
import com.quittance.tenancy.Role;
import com.quittance.tenancy.Tenancy.TokenRequest;
import com.quittance.tenancy.TokenSecret;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Doors.Opened.class)
class TokensOfPeopleTest {

  private static final String TOKENS = "/api/v1/tokens";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Doors doors;
  private Staff staff;
  private Membership accountant;
  private Http mine;

  TokensOfPeopleTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void found() {
    staff = new Staff(doors);
    staff.hire(Role.OWNER);
    accountant = staff.hire(Role.ACCOUNTANT);
    mine = staff.as(accountant);
  }

  private static String token(String abilities) {
    return "{\"name\":\"Export\",\"abilities\":[%s]}".formatted(abilities);
  }

  private static String secret(Http.Answer made) {
    return made.is(201).json().get("token").asString();
  }

  private Http.Answer revoke(Http by, String id) {
    return by.send("DELETE", TOKENS + "/" + id, BodyPublishers.noBody(), Map.of());
  }

  @Test
  void aTokenIsShownOnceAndWorks() {
    var made = mine.post(TOKENS, token("\"invoices:read\"")).is(201);
    assertThat(made.header("Location")).isEqualTo(TOKENS + "/" + made.id());
    assertThat(made.json().get("member_id").asString()).isEqualTo(accountant.person().toString());
    mine.as(secret(made)).get("/api/v1/invoices").is(200);
    var shown = mine.get(TOKENS + "/" + made.id()).is(200);
    assertThat(shown.json().has("token")).isFalse();
    assertThat(mine.get(TOKENS).is(200).text()).contains(made.id()).doesNotContain(secret(made));
    assertThat(
            doors.house().sql().sql("select t::text from api_token t").query(String.class).list())
        .noneMatch(row -> row.contains(secret(made).substring(36, 76)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"members:write", "tenant:write", "launch:missiles", ""})
  void nobodyGivesWhatTheyDoNotHave(String ability) {
    mine.post(TOKENS, token("\"invoices:read\",\"%s\"".formatted(ability)))
        .is(Type.VALIDATION, "/abilities/1");
  }

  @Test
  void aTokenCannotMakeAStrongerOne() {
    var weak = mine.as(secret(mine.post(TOKENS, token("\"tokens:write\",\"clients:read\""))));
    weak.post(TOKENS, token("\"*\"")).is(Type.VALIDATION, "/abilities/0");
    weak.post(TOKENS, token("\"payments:write\"")).is(Type.VALIDATION, "/abilities/0");
    weak.post(TOKENS, token("\"clients:read\"")).is(201);
  }

  @Test
  void whatATokenMayDoFollowsItsHoldersRoleAtTheNextRequest() {
    var all = staff.as(accountant);
    var one = doors.http().as(staff.token(accountant, "payments:write"));
    var nowhere = "/api/v1/invoices/00000000-0000-7000-8000-000000000000/payments";
    all.get("/api/v1/audit").is(200);
    one.post(nowhere, "{}").is(Type.VALIDATION, "/gateway", "/amount");
    staff.change(accountant.person(), Role.READ_ONLY);
    all.get("/api/v1/audit").is(Type.ABILITY_MISSING);
    all.get("/api/v1/clients").is(200);
    one.post(nowhere, "{}").is(Type.ABILITY_MISSING);
    staff.change(accountant.person(), Role.ACCOUNTANT);
    all.get("/api/v1/audit").is(200);
  }

  @Test
  void whatItsHolderIsElsewhereDoesNotCount() {
    new Staff(doors).hire(Role.READ_ONLY, accountant.email());
    new Staff(doors).hire(Role.OWNER, accountant.email());
    mine.get("/api/v1/audit").is(200);
    mine.get("/api/v1/members").is(200);
    mine.post("/api/v1/members", "{}").is(Type.ABILITY_MISSING);
  }

  /** The membership alone decides, revoked or not. */
  @Test
  void theTokenOfSomebodyWhoLeftStopsAtTheNextRequest() {
    mine.get("/api/v1/clients").is(200);
    doors
        .house()
        .sql()
        .sql("update membership set ended_at = now() where person_id = ?")
        .param(accountant.person().value())
        .update();
    mine.get("/api/v1/clients").is(Type.TOKEN_REVOKED);
  }

  @Test
  void aTokenEndsWithTheOneItWasMadeBy() {
    var first = mine.post(TOKENS, token("\"*\""));
    var second = mine.as(secret(first)).post(TOKENS, token("\"*\""));
    var third = mine.as(secret(second)).post(TOKENS, token("\"*\""));
    var last = mine.as(secret(third));
    last.get("/api/v1/clients").is(200);
    revoke(mine, first.id()).is(204);
    last.get("/api/v1/clients").is(Type.TOKEN_REVOKED);
    revoke(mine, first.id()).is(204);
  }

  /** The door let them in before, and what they make would stay. */
  @Test
  void whoeverIsSentAwayBehindTheDoorMakesNoToken() {
    var secret = secret(mine.post(TOKENS, token("\"*\"")));
    var shown = doors.house().house().router().token(TokenSecret.parse(secret).get().id()).get();
    var by = Principal.of(shown.token(), shown.role());
    var request = new TokenRequest("late", List.of("*"), null);
    var scope = doors.house().scope(staff.tenant());
    var tenancy = doors.house().house().tenancy();
    tenancy.createToken(scope, by, request);
    staff.change(accountant.person(), Role.MEMBER);
    assertThatThrownBy(() -> tenancy.createToken(scope, by, request))
        .isInstanceOf(AuthorityEnded.class);
    staff.change(accountant.person(), Role.ACCOUNTANT);
    tenancy.createToken(scope, by, request);
    tenancy.revokeToken(staff.tenant().id(), shown.token().id());
    assertThatThrownBy(() -> tenancy.createToken(scope, by, request))
        .isInstanceOf(AuthorityEnded.class);
  }

  /** Over three generations: what they make is made by, and revoked with, what is revoked. */
  @RepeatedTest(5)
  void revokingRacesWithMaking() {
    var root = mine.post(TOKENS, token("\"*\""));
    var child = secret(mine.as(secret(root)).post(TOKENS, token("\"*\"")));
    var turn = new AtomicInteger();
    Doors.atOnce(
        9,
        () ->
            turn.getAndIncrement() == 5
                ? revoke(mine, root.id()).is(204)
                : mine.as(child).post(TOKENS, token("\"*\"")));
    assertThat(
            doors
                .house()
                .sql()
                .sql(
                    """
                    select count(*) from api_token
                    where person_id = ? and parent_id is not null and revoked_at is null
                    """)
                .param(accountant.person().value())
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void everybodySeesTheirOwnAndOwnersAll() {
    var owner = staff.as(Role.OWNER);
    var other = staff.as(Role.MEMBER);
    var made = mine.post(TOKENS, token("\"*\"")).is(201);
    assertThat(owner.get(TOKENS).is(200).text()).contains(made.id());
    assertThat(other.get(TOKENS).is(200).text()).doesNotContain(made.id());
    other.get(TOKENS + "/" + made.id()).is(Type.NOT_FOUND);
    revoke(other, made.id()).is(Type.NOT_FOUND);
    revoke(new Staff(doors).as(Role.OWNER), made.id()).is(Type.NOT_FOUND);
    revoke(owner, made.id()).is(204);
    mine.as(secret(made)).get(TOKENS).is(Type.TOKEN_REVOKED);
  }

  private Duration life(Http.Answer made) {
    var json = made.is(201).json();
    return Duration.between(
        Instant.parse(json.get("created_at").asString()),
        Instant.parse(json.get("expires_at").asString()));
  }

  private static String living(int days) {
    return "{\"name\":\"x\",\"abilities\":[\"*\"],\"expires_in_days\":%d}".formatted(days);
  }

  @Test
  void aTokenLivesAYearAndNoLongerThanTheCompanyAllows() {
    var person = mine.as(staff.token(accountant, "*"));
    assertThat(life(person.post(TOKENS, living(30)))).isEqualTo(Duration.ofDays(30));
    assertThat(life(person.post(TOKENS, token("\"*\"")))).isEqualTo(Duration.ofDays(365));
    person.post(TOKENS, living(366)).is(Type.VALIDATION, "/expires_in_days");
    person.post(TOKENS, living(0)).is(Type.VALIDATION, "/expires_in_days");
    doors
        .house()
        .sql()
        .sql("update tenant set max_token_days = 90 where id = ?")
        .param(staff.tenant().id().value())
        .update();
    assertThat(life(person.post(TOKENS, token("\"*\"")))).isEqualTo(Duration.ofDays(90));
    person.post(TOKENS, living(91)).is(Type.VALIDATION, "/expires_in_days");
  }

  @Test
  void aTokenDoesNotOutliveTheOneItWasMadeBy() {
    var brief = mine.post(TOKENS, living(2)).is(201);
    var child = mine.as(secret(brief)).post(TOKENS, token("\"*\"")).is(201);
    assertThat(child.json().get("expires_at")).isEqualTo(brief.json().get("expires_at"));
    mine.as(secret(brief)).post(TOKENS, living(3)).is(Type.VALIDATION, "/expires_in_days");
  }

  private Instant used(String id, Instant than) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var used = mine.get(TOKENS + "/" + id).json().get("last_used_at");
      var at = used.isNull() ? Instant.EPOCH : Instant.parse(used.asString());
      if (at.isAfter(than) || System.nanoTime() > deadline) {
        return at;
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void itsUseIsNotedToTheMinute() {
    var made = mine.post(TOKENS, token("\"*\"")).is(201);
    assertThat(made.json().get("last_used_at").isNull()).isTrue();
    var it = mine.as(secret(made));
    it.get(TOKENS).is(200);
    var first = used(made.id(), Instant.EPOCH);
    assertThat(first).isEqualTo(doors.house().clock().instant());
    doors.house().advance(Duration.ofSeconds(59));
    Doors.atOnce(20, () -> it.get(TOKENS).is(200));
    doors.house().advance(Duration.ofSeconds(1));
    Doors.atOnce(20, () -> it.get(TOKENS).is(200));
    assertThat(used(made.id(), first)).isEqualTo(first.plusSeconds(60));
  }

  @Test
  void aRequestDoesNotWaitUntilItsUseIsNoted() throws Exception {
    var made = mine.post(TOKENS, token("\"*\"")).is(201);
    var source = doors.house().adminSource();
    try (var connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try (var lock =
          connection.prepareStatement("select from api_token where id = ? for update")) {
        lock.setObject(1, UUID.fromString(made.id()));
        lock.execute();
        mine.as(secret(made)).get(TOKENS).is(200);
      }
      connection.rollback();
    }
    assertThat(used(made.id(), Instant.EPOCH)).isAfter(Instant.EPOCH);
  }
}
