package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.http.Problem.Type;
import com.quittance.tenancy.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Doors.Opened.class)
class MembersTest {

  private static final String MEMBERS = "/api/v1/members";
  private static final String NOBODY = MEMBERS + "/00000000-0000-7000-8000-000000000000";

  private final Doors doors;
  private Staff staff;
  private Http owner;

  MembersTest(Doors doors) {
    this.doors = doors;
  }

  @BeforeEach
  void found() {
    staff = new Staff(doors);
    owner = staff.as(Role.OWNER);
  }

  private static String member(String email, String role) {
    return "{\"email\":\"%s\",\"name\":\"Moussa Fall\",\"role\":\"%s\"}".formatted(email, role);
  }

  private Http.Answer change(Http by, Object person, String json) {
    return by.send(
        "PATCH",
        MEMBERS + "/" + person,
        BodyPublishers.ofString(json),
        Map.of("Content-Type", "application/json"));
  }

  private Http.Answer change(Http by, Object person, String json, String seen) {
    return by.send(
        "PATCH",
        MEMBERS + "/" + person,
        BodyPublishers.ofString(json),
        Map.of("Content-Type", "application/json", "If-Match", seen));
  }

  private Http.Answer remove(Http by, Object person) {
    return by.send("DELETE", MEMBERS + "/" + person, BodyPublishers.noBody(), Map.of());
  }

  @Test
  void anOwnerAddsSomebodyWhoIsThenListed() {
    var email = Staff.freshAddress(doors);
    var added = owner.post(MEMBERS, member(email, "accountant")).is(201);
    assertThat(added.header("Location")).isEqualTo(MEMBERS + "/" + added.id());
    assertThat(added.json().get("role").asString()).isEqualTo("accountant");
    var listed = owner.get(MEMBERS).is(200).json().get("data");
    assertThat(listed.findValuesAsString("email")).hasSize(2).contains(email);
  }

  @Test
  void anAddressIsOnePersonHoweverItIsWrittenAndForEveryCompany() {
    var email = Staff.freshAddress(doors);
    var here = owner.post(MEMBERS, member(email, "member")).is(201);
    owner.post(MEMBERS, member(email.toUpperCase(), "member")).is(Type.ALREADY_MEMBER);
    var elsewhere = new Staff(doors).as(Role.OWNER).post(MEMBERS, member(email, "owner")).is(201);
    assertThat(elsewhere.id()).isEqualTo(here.id());
    assertThat(owner.get(MEMBERS).text()).contains("\"member\"");
  }

  /** An owner's token, but for people alone. */
  @Test
  void aTokenThatMayLittleMakesNobodyWhoMayMore() {
    var boss = staff.hire(Role.MEMBER);
    var narrow =
        owner.as(
            owner
                .post(
                    "/api/v1/tokens", "{\"name\": \"people\", \"abilities\": [\"members:write\"]}")
                .is(201)
                .json()
                .get("token")
                .asString());
    narrow.post(MEMBERS, member(Staff.freshAddress(doors), "owner")).is(Type.ABILITY_MISSING);
    narrow.post(MEMBERS, member(Staff.freshAddress(doors), "read-only")).is(Type.ABILITY_MISSING);
    change(narrow, boss.person(), "{\"role\":\"owner\"}").is(Type.ABILITY_MISSING);
    change(narrow, boss.person(), "{\"name\":\"Awa\"}").is(200);
  }

  @Test
  void whoeverIsAddedTwiceUnderOneKeyIsAddedOnce() {
    var body = member(Staff.freshAddress(doors), "member").getBytes(StandardCharsets.UTF_8);
    var answers = Doors.atOnce(2, () -> owner.post(MEMBERS, body, "moussa"));
    assertThat(answers).anyMatch(answer -> answer.status() == 201);
    var again = owner.post(MEMBERS, body, "moussa").is(201);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.header("Location")).isEqualTo(MEMBERS + "/" + again.id());
    assertThat(answers)
        .allMatch(
            answer ->
                Arrays.equals(answer.body(), again.body())
                    || answer.text().contains("idempotency-key-in-use"));
    owner.post(MEMBERS, body, "another").is(Type.ALREADY_MEMBER);
    var other = member(Staff.freshAddress(doors), "member").getBytes(StandardCharsets.UTF_8);
    owner.post(MEMBERS, other, "moussa").is(Type.IDEMPOTENCY_KEY_REUSED);
    var log = owner.get("/api/v1/audit?action=MemberAdded").is(200).json().get("data");
    assertThat(log.toString()).contains(again.id());
    assertThat(log).hasSize(2); // the owner is the other one
  }

  @Test
  void whatAnotherHasChangedMeanwhileIsNotOverwritten() {
    var email = Staff.freshAddress(doors);
    var body = member(email, "member").getBytes(StandardCharsets.UTF_8);
    var added = owner.post(MEMBERS, body, "tagged").is(201);
    var seen = added.header("ETag");
    assertThat(seen).isEqualTo("\"1\"");
    assertThat(owner.post(MEMBERS, body, "tagged").is(201).header("ETag")).isEmpty();
    var changed = change(owner, added.id(), "{\"name\":\"M. Fall\"}", seen).is(200);
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    change(owner, added.id(), "{\"role\":\"owner\"}", seen).is(Type.PRECONDITION_FAILED);
    var same = change(owner, added.id(), "{\"name\":\"M. Fall\"}", "\"2\"").is(200);
    assertThat(same.header("ETag")).isEqualTo("\"2\"");
    assertThat(same.json().get("role").asString()).isEqualTo("member");
    remove(owner, added.id()).is(204);
    assertThat(owner.post(MEMBERS, member(email, "member")).is(201).header("ETag"))
        .isEqualTo("\"3\"");
  }

  /** Of a company without an owner too: nothing else keeps these apart. */
  @Test
  void ofTwoWhoSawTheSameOneChanges() {
    var member = staff.hire(Role.MEMBER);
    var only = owner.get(MEMBERS).json().get("data").get(0).get("id").asString();
    doors
        .house()
        .sql()
        .sql("update membership set ended_at = since where person_id = cast(? as uuid)")
        .param(only)
        .update();
    var company = doors.as(staff.tenant());
    var turn = new AtomicInteger();
    var answers =
        Doors.atOnce(
            4,
            () ->
                change(
                    company,
                    member.person(),
                    "{\"name\":\"%d\"}".formatted(turn.incrementAndGet()),
                    "\"1\""));
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 412).hasSize(3);
  }

  @Test
  void whatWasRefusedUnderAKeyIsNotKept() {
    var hired = staff.hire(Role.MEMBER);
    var body = member(hired.email(), "member").getBytes(StandardCharsets.UTF_8);
    owner.post(MEMBERS, body, "again").is(Type.ALREADY_MEMBER);
    remove(owner, hired.person()).is(204);
    var added = owner.post(MEMBERS, body, "again").is(201);
    assertThat(added.header("Idempotent-Replayed")).isEmpty();
  }

  @Test
  void allMistakesAreToldAtOnce() {
    owner
        .post(MEMBERS, "{\"email\":\"no\",\"role\":\"king\",\"locale\":\"xx\",\"tenant_id\":1}")
        .is(Type.VALIDATION, "/email", "/name", "/role", "/locale", "/tenant_id");
  }

  @Test
  void aCompanyKeepsAnOwner() {
    var boss = staff.hire(Role.MEMBER);
    var only = owner.get(MEMBERS).json().get("data").get(0).get("id").asString();
    remove(owner, only).is(Type.LAST_OWNER);
    change(owner, only, "{\"role\":\"member\"}").is(Type.LAST_OWNER);
    change(owner, boss.person(), "{\"role\":\"owner\"}").is(200);
    change(owner, only, "{\"role\":\"member\"}").is(200);
    change(owner, boss.person(), "{\"role\":\"member\"}").is(Type.ABILITY_MISSING);
  }

  @Test
  void twoOwnersCannotDepriveEachOtherAtTheSameTime() {
    var first = staff.hire(Role.OWNER);
    var second = staff.hire(Role.OWNER);
    var turn = new AtomicInteger();
    var mine = owner.get(MEMBERS).json().get("data").get(0).get("id").asString();
    remove(staff.as(first), mine).is(204);
    var one = staff.as(first);
    var other = staff.as(second);
    Doors.atOnce(
        2,
        () ->
            turn.getAndIncrement() == 0
                ? remove(one, second.person())
                : remove(other, first.person()));
    var sql =
        """
        select count(*) from membership
        where tenant_id = ? and role = 'owner' and ended_at is null
        """;
    assertThat(
            doors
                .house()
                .sql()
                .sql(sql)
                .param(staff.tenant().id().value())
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void whoeverLeftCanComeAgainButTheirTokensDoNot() {
    var member = staff.hire(Role.MEMBER);
    var theirs = staff.as(member);
    theirs.get(MEMBERS).is(200);
    remove(owner, member.person()).is(204);
    theirs.get(MEMBERS).is(Type.TOKEN_REVOKED);
    remove(owner, member.person()).is(Type.NOT_FOUND);
    owner.post(MEMBERS, member(member.email(), "member")).is(201);
    theirs.get(MEMBERS).is(Type.TOKEN_REVOKED);
  }

  @Test
  void anothersMembersAreNotThere() {
    var foreign = new Staff(doors).hire(Role.MEMBER);
    var absent = change(owner, NOBODY.substring(MEMBERS.length() + 1), "{\"role\":\"owner\"}");
    var existing = change(owner, foreign.person(), "{\"role\":\"owner\"}").is(Type.NOT_FOUND);
    assertThat(existing.withoutRequestId()).isEqualTo(absent.withoutRequestId());
    remove(owner, foreign.person()).is(Type.NOT_FOUND);
  }

  @Test
  void whoChangedWhomIsInTheAuditLog() {
    var member = staff.hire(Role.MEMBER);
    change(owner, member.person(), "{\"role\":\"accountant\"}").is(200);
    remove(owner, member.person()).is(204);
    var log = owner.get("/api/v1/audit?limit=3").is(200).json().get("data");
    assertThat(log.findValuesAsString("action")).contains("MemberChanged", "MemberRemoved");
    assertThat(log.toString()).contains(member.person().toString()).doesNotContain(member.email());
  }

  @Test
  void theApplicationsRoleSeesNoPasswordAndNobodyOfAnotherCompany() throws Exception {
    staff.hire(Role.MEMBER);
    var stranger = new Staff(doors).hire(Role.MEMBER);
    var seen =
        doors
            .house()
            .house()
            .transactions()
            .in(
                doors.house().scope(staff.tenant()),
                tx ->
                    com.quittance.database.Sql.on(tx)
                        .sql("select email from person")
                        .query(String.class)
                        .list());
    assertThat(seen).hasSize(2).doesNotContain(stranger.email());
    assertThat(
            doors
                .house()
                .sql()
                .sql(
                    "select has_column_privilege('quittance_app', 'person', 'password_hash', 'select')")
                .query(Boolean.class)
                .single())
        .isFalse();
  }
}
