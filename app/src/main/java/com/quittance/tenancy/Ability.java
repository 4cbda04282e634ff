package com.quittance.tenancy;

import static com.quittance.tenancy.Role.ACCOUNTANT;
import static com.quittance.tenancy.Role.MEMBER;
import static com.quittance.tenancy.Role.OWNER;
import static com.quittance.tenancy.Role.READ_ONLY;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What can be done in a company's name, and by whom: the roles that are not named may not. Every
 * route names the ability it needs; docs/permissions.md shows what follows.
 */
public enum Ability {
  CLIENTS_READ("clients:read", OWNER, ACCOUNTANT, MEMBER, READ_ONLY),
  CLIENTS_WRITE("clients:write", OWNER, ACCOUNTANT, MEMBER),
  INVOICES_READ("invoices:read", OWNER, ACCOUNTANT, MEMBER, READ_ONLY),
  INVOICES_WRITE("invoices:write", OWNER, ACCOUNTANT, MEMBER),
  INVOICES_VOID("invoices:void", OWNER, ACCOUNTANT),
  PAYMENTS_READ("payments:read", OWNER, ACCOUNTANT, MEMBER, READ_ONLY),
  PAYMENTS_WRITE("payments:write", OWNER, ACCOUNTANT),
  PAYMENTS_REFUND("payments:refund", OWNER, ACCOUNTANT),
  TENANT_READ("tenant:read", OWNER, ACCOUNTANT, MEMBER, READ_ONLY),
  TENANT_WRITE("tenant:write", OWNER),
  MEMBERS_READ("members:read", OWNER, ACCOUNTANT, MEMBER, READ_ONLY),
  MEMBERS_WRITE("members:write", OWNER),
  TOKENS_READ("tokens:read", OWNER, ACCOUNTANT, MEMBER),
  TOKENS_WRITE("tokens:write", OWNER, ACCOUNTANT, MEMBER),
  NOTIFICATIONS_READ("notifications:read", OWNER, ACCOUNTANT, MEMBER, READ_ONLY),
  NOTIFICATIONS_WRITE("notifications:write", OWNER, ACCOUNTANT, MEMBER),
  WEBHOOKS_READ("webhooks:read", OWNER, ACCOUNTANT),
  WEBHOOKS_WRITE("webhooks:write", OWNER),
  EVENTS_READ("events:read", OWNER, ACCOUNTANT),
  EVENTS_REPLAY("events:replay", OWNER, ACCOUNTANT),
  AUDIT_READ("audit:read", OWNER, ACCOUNTANT);

  /** What a token has that may do all that its holder may. */
  public static final String EVERYTHING = "*";

  private final String code;
  private final Set<Role> roles;

  Ability(String code, Role... roles) {
    this.code = code;
    this.roles = Set.of(roles);
  }

  public String code() {
    return code;
  }

  public boolean isOf(Role role) {
    return roles.contains(role);
  }

  /** How a token's abilities can be written. */
  public static List<String> codes() {
    return Stream.concat(Stream.of(EVERYTHING), Arrays.stream(values()).map(Ability::code))
        .toList();
  }
}
