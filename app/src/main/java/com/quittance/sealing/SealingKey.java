package com.quittance.sealing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that secrets are sealed with: 256 bits of chance. Safe to print.
 *
 * @param base64 the key itself
 */
public record SealingKey(String base64) {

  private static final int BYTES = 32;
  private static final int ID_BYTES = 8;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] PURPOSE = "quittance sealing key".getBytes(StandardCharsets.UTF_8);

  /**
   * @throws IllegalArgumentException when it is not 32 bytes
   */
  public SealingKey {
    if (Base64.getDecoder().decode(base64).length != BYTES) {
      throw new IllegalArgumentException("expected %d bytes".formatted(BYTES));
    }
  }

  public static SealingKey fresh() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new SealingKey(Base64.getEncoder().encodeToString(bytes));
  }

  /** Tells keys apart, and tells whoever does not have the key nothing about it. */
  String id() {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(as("HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(PURPOSE), 0, ID_BYTES);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }

  SecretKeySpec as(String algorithm) {
    return new SecretKeySpec(Base64.getDecoder().decode(base64), algorithm);
  }

  @Override
  public String toString() {
    return "key " + id();
  }
}
