package com.quittance.people;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody shows to be let in.
 *
 * @param email in small letters
 * @param code of their second factor, or one of their recovery codes
 */
record Credentials(String email, String password, @Nullable String code) {

  Credentials {
    email = email.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "…";
  }
}
