package com.quittance.cli;

import com.quittance.House;
import com.quittance.billing.infrastructure.mail.Mailbox;
import com.quittance.people.MemberRefused;
import com.quittance.relay.Scope;
import com.quittance.relay.UuidV7;
import com.quittance.tenancy.Membership;
import com.quittance.tenancy.PersonId;
import com.quittance.tenancy.Role;
import java.util.Locale;
import java.util.UUID;

/** What the verbs about people have in common. */
final class PersonOptions {

  private PersonOptions() {}

  static Scope scope(House house, UUID tenant) {
    return Scope.of(tenant, "operator", UuidV7.from(house.clock())).from("cli");
  }

  static void address(Verb verb, String email) {
    try {
      Mailbox.of(email);
    } catch (IllegalArgumentException wrong) {
      throw verb.misused("\"%s\": expected one e-mail address.".formatted(email));
    }
  }

  static Role role(Verb verb, String role) {
    try {
      return Role.of(role);
    } catch (IllegalArgumentException wrong) {
      throw verb.misused(
          "\"%s\": expected owner, accountant, member or read-only.".formatted(role));
    }
  }

  /**
   * @throws MemberRefused when nobody of that address belongs to the company
   */
  static PersonId member(House house, UUID tenant, String email) {
    var address = Mailbox.of(email).address().toLowerCase(Locale.ROOT);
    return house.members().live(scope(house, tenant)).stream()
        .filter(member -> member.email().equals(address))
        .findFirst()
        .map(Membership::person)
        .orElseThrow(MemberRefused::unknown);
  }
}
