package com.quittance.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.quittance.http.Browser;
import com.quittance.http.Doors;
import com.quittance.http.Http;
import com.quittance.people.Members.NewMember;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Ability;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.PersonId;
import com.quittance.tenancy.Principal;
import com.quittance.tenancy.Role;
import com.quittance.tenancy.Tenancy.TokenRequest;
import com.quittance.tenancy.Tenant;
import java.time.ZoneOffset;
import java.util.List;

/** The people of a company of their own, with what they reach the API by. */
public final class Staff {

  public static final String PASSWORD = "le chat boit du bissap";

  private static final String HASH = new PasswordHashes().of(PASSWORD);

  private final Doors doors;
  private final Tenant tenant;

  public Staff(Doors doors) {
    this.doors = doors;
    this.tenant = doors.newTenant();
  }

  public Tenant tenant() {
    return tenant;
  }

  /** Nobody else has it. */
  public static String freshAddress(Doors doors) {
    return "p%s@sahel.example"
        .formatted(UuidV7.from(doors.house().clock()).toString().replace("-", ""));
  }

  public Membership hire(Role role) {
    return hire(role, freshAddress(doors));
  }

  public Membership hire(Role role, String email) {
    return doors
        .house()
        .house()
        .members()
        .add(doors.house().scope(tenant), new NewMember(email, "Awa Ndiaye", role, null, false));
  }

  /** By a token of theirs that may do all that they may. */
  public Http as(Membership member) {
    return doors.http().as(token(member, Ability.EVERYTHING));
  }

  public Http as(Role role) {
    return as(hire(role));
  }

  public String token(Membership member, String... abilities) {
    var principal =
        new Principal(
            tenant.id(),
            "person:" + member.person(),
            member.person(),
            null,
            member.role(),
            List.of(Ability.EVERYTHING));
    return doors
        .house()
        .house()
        .tenancy()
        .createToken(
            doors.house().scope(tenant),
            principal,
            new TokenRequest("test", List.of(abilities), null))
        .secret()
        .text();
  }

  /** Gives somebody a password. */
  public void password(String email, String password) {
    assertThat(doors.house().house().signIn().setPassword(doors.house().scope(), email, password))
        .isTrue();
  }

  /** Gives somebody {@link #PASSWORD}, without the work of another hash. */
  public void password(Membership member) {
    doors
        .house()
        .sql()
        .sql("update person set password_hash = ? where id = ?")
        .params(HASH, member.person().value())
        .update();
  }

  /** In a browser, signed in. */
  public Browser browser(Membership member) {
    password(member);
    var browser = doors.browser();
    browser.signIn(member.email(), PASSWORD).is(200);
    return browser;
  }

  /** In a browser, signed in without the work of a password. */
  public Browser browser(Role role) {
    return signedIn(hire(role));
  }

  /** With {@link #PASSWORD} for what asks for it, in a browser where it was never typed. */
  public Browser signedIn(Membership member) {
    password(member);
    var secret = Secret.fresh();
    var now = doors.house().clock().instant().atOffset(ZoneOffset.UTC);
    doors
        .house()
        .sql()
        .sql(
            """
            insert into person_session (id, hash, person_id, tenant_id, created_at, last_seen_at,
              expires_at, address, agent)
            values (gen_random_uuid(), ?, ?, ?, ?, ?, ?, '127.0.0.1', 'test')
            """)
        .params(
            secret.hash(), member.person().value(), tenant.id().value(), now, now, now.plusDays(1))
        .update();
    return doors.browser().holding(secret.text());
  }

  public void change(PersonId person, Role role) {
    doors.house().house().members().change(doors.house().scope(tenant), person, null, role);
  }
}
