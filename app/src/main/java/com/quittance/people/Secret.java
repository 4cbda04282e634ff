package com.quittance.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * 256 bits of chance that somebody else keeps for us: a browser its session, a mailbox a link. We
 * keep the hash only.
 */
record Secret(String text) {

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  static Secret fresh() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Empty when the text cannot be one of ours. */
  static Optional<Secret> parse(String text) {
    return text.matches("[A-Za-z0-9_-]{43}") ? Optional.of(new Secret(text)) : Optional.empty();
  }

  byte[] hash() {
    return sha256(text);
  }

  /** Another secret that whoever holds this one can be given, and that does not tell this one. */
  Secret derived(String purpose) {
    return new Secret(
        Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(purpose + ":" + text)));
  }

  boolean is(String other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "…";
  }
}
