package com.quittance.people;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.util.encoders.Base32;

/**
 * Lets somebody in once who has lost the app that makes their codes. 120 bits of chance, so that a
 * hash without salt is enough (OWASP ASVS 5.0, 6.5.2: 112 bits).
 *
 * @param text as it is shown: four groups of six
 */
record RecoveryCode(String text) {

  static final int AT_A_TIME = 10;

  private static final int BYTES = 15;
  private static final SecureRandom RANDOM = new SecureRandom();

  static List<RecoveryCode> fresh() {
    return Stream.generate(RecoveryCode::one).limit(AT_A_TIME).toList();
  }

  private static RecoveryCode one() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    var letters = Base32.toBase32String(bytes).toLowerCase(Locale.ROOT);
    return new RecoveryCode(letters.replaceAll("(.{6})(?=.)", "$1-"));
  }

  /** However it is typed: in any letters, with any blanks and hyphens. */
  byte[] hash() {
    return Secret.sha256(text.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", ""));
  }

  @Override
  public String toString() {
    return "…";
  }
}
