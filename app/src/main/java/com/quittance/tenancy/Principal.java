package com.quittance.tenancy;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who acts in a tenant's name.
 *
 * @param actor as events and the audit log name them, such as {@code token:0197…}
 * @param person who it is; null: a token that is nobody's
 * @param token what they showed, if it was one
 * @param role what they are in the company now
 * @param abilities what they brought along of what their role may: a token may have less
 */
public record Principal(
    TenantId tenant,
    String actor,
    @Nullable PersonId person,
    @Nullable ApiToken token,
    Role role,
    List<String> abilities) {

  public Principal {
    abilities = List.copyOf(abilities);
  }

  /**
   * @param role of the token's holder; an owner's when it is nobody's
   */
  public static Principal of(ApiToken token, Role role) {
    return new Principal(
        token.tenant(), "token:" + token.id(), token.person(), token, role, token.abilities());
  }

  /** Somebody who is signed in: all that their role may. */
  public static Principal of(TenantId tenant, PersonId person, Role role) {
    return new Principal(
        tenant, "person:" + person, person, null, role, List.of(Ability.EVERYTHING));
  }

  public boolean may(Ability ability) {
    return ability.isOf(role) && brings(ability.code());
  }

  /** Whether they can give this to a token of theirs: an ability's code, or {@code *}. */
  public boolean canGive(String code) {
    return brings(code)
        && (code.equals(Ability.EVERYTHING)
            || Stream.of(Ability.values()).anyMatch(a -> a.code().equals(code) && a.isOf(role)));
  }

  /** Whether they can make somebody this: only who may all that the role may. */
  public boolean canGive(Role other) {
    return Stream.of(Ability.values()).filter(ability -> ability.isOf(other)).allMatch(this::may);
  }

  private boolean brings(String code) {
    return abilities.contains(Ability.EVERYTHING) || abilities.contains(code);
  }
}
