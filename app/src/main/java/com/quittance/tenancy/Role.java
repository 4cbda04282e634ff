package com.quittance.tenancy;

import java.util.Locale;

/** What somebody is in a company. What each may do is in {@link Ability}. */
public enum Role {
  /** Everything, and the only one who decides who else belongs to the company. */
  OWNER,
  /** Keeps the books: all business, and the audit log. */
  ACCOUNTANT,
  /** Bills: clients and invoices, no payments. */
  MEMBER,
  /** Looks. */
  READ_ONLY;

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException when there is none of that code
   */
  public static Role of(String code) {
    for (var role : values()) {
      if (role.code().equals(code)) {
        return role;
      }
    }
    throw new IllegalArgumentException("no role: " + code);
  }
}
