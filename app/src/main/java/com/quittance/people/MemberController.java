package com.quittance.people;

import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.http.Caller;
import com.quittance.http.EntityTag;
import com.quittance.http.JsonBody;
import com.quittance.http.Needs;
import com.quittance.http.Page;
import com.quittance.http.Problem;
import com.quittance.http.Problem.Type;
import com.quittance.idempotency.Answer;
import com.quittance.idempotency.Idempotency;
import com.quittance.people.Members.NewMember;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.PersonId;
import com.quittance.tenancy.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who belongs to the company. */
@RestController
@RequestMapping(path = "/api/v1/members", produces = MediaType.APPLICATION_JSON_VALUE)
public final class MemberController {

  static final String LANGUAGE = "fr or en, with or without a country";

  private static final String ROLE = "owner, accountant, member or read-only";

  private final Members members;
  private final Idempotency idempotency;

  public MemberController(Members members, Idempotency idempotency) {
    this.members = members;
    this.idempotency = idempotency;
  }

  /** The published JSON. A change here is a change of the API. */
  record MemberJson(UUID id, String email, String name, String role, Instant since) {

    static MemberJson of(Membership member) {
      return new MemberJson(
          member.person().value(),
          member.email(),
          member.name(),
          member.role().code(),
          member.since());
    }
  }

  @PostMapping
  @Needs(Ability.MEMBERS_WRITE)
  ResponseEntity<byte[]> add(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, HttpServletRequest http) {
    var body = JsonBody.bytes(http);
    var request = newMember(JsonBody.of(http, body));
    requireCanGive(caller, request.role());
    return members.in(
        caller.scope(),
        tx ->
            idempotency.once(
                tx,
                http,
                body,
                () -> {
                  var member = members.add(tx, caller.principal(), request);
                  return Answer.created("/api/v1/members/" + member.person(), MemberJson.of(member))
                      .with(tag(member));
                }));
  }

  private static NewMember newMember(JsonBody body) {
    var email =
        body.required(
            "email",
            "one e-mail address such as awa@example.com",
            text -> Mailbox.of(text).address());
    var name = body.line("name", 200);
    var role = body.required("role", ROLE, Role::of);
    var locale = body.optional("locale", LANGUAGE, MemberController::locale);
    body.end().check();
    return new NewMember(
        Objects.requireNonNull(email), name, Objects.requireNonNull(role), locale, true);
  }

  @GetMapping
  @Needs(Ability.MEMBERS_READ)
  Page<MemberJson> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(
        members.live(caller.scope()).stream().map(MemberJson::of).toList(), false, null);
  }

  @PatchMapping("/{id}")
  @Needs(Ability.MEMBERS_WRITE)
  ResponseEntity<MemberJson> change(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      @PathVariable String id,
      HttpServletRequest http) {
    var person = new PersonId(Page.id(id, "member"));
    var body = JsonBody.of(http);
    var name = body.optionalLine("name", 200);
    var role = body.optional("role", ROLE, Role::of);
    body.end().check();
    requireCanGive(caller, role);
    var after =
        members.change(
            caller.scope(),
            caller.principal(),
            person,
            before -> tag(before).mustBeKnownTo(http),
            name,
            role);
    return ResponseEntity.ok().eTag(tag(after).text()).body(MemberJson.of(after));
  }

  private static EntityTag tag(Membership member) {
    return new EntityTag(member.version());
  }

  @DeleteMapping("/{id}")
  @Needs(Ability.MEMBERS_WRITE)
  ResponseEntity<Void> remove(
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
    members.remove(caller.scope(), caller.principal(), new PersonId(Page.id(id, "member")));
    return ResponseEntity.noContent().build();
  }

  /** Or a token that may do little would make somebody who may do all, and outlives it. */
  private static void requireCanGive(Caller caller, @Nullable Role role) {
    if (role != null && !caller.principal().canGive(role)) {
      throw Problem.of(
          Type.ABILITY_MISSING, "Only who may all that the role %s may.".formatted(role.code()));
    }
  }

  static @Nullable Locale locale(String text) {
    if (!text.matches("(fr|en)(-[A-Z]{2})?")) {
      throw new IllegalArgumentException("a language we write letters in");
    }
    return Locale.forLanguageTag(text);
  }
}
