package com.quittance.tenancy;

import java.util.List;

/**
 * Who acts in a tenant's name.
 *
 * @param actor as events and the audit log name them, such as {@code token:0197…}
 * @param role what they are in the company now
 * @param abilities what they brought along of what their role may: a token may have less
 */
public record Principal(TenantId tenant, String actor, Role role, List<String> abilities) {

  public Principal {
    abilities = List.copyOf(abilities);
  }

  public boolean may(Ability ability) {
    return ability.isOf(role)
        && (abilities.contains(Ability.EVERYTHING) || abilities.contains(ability.code()));
  }
}
