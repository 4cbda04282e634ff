package com.quittance.sealing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that secrets are sealed with: 256 bits of chance. Safe to print. */
public final class SealingKey {

  static final int BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] PURPOSE = "quittance sealing key".getBytes(StandardCharsets.UTF_8);
  private static final int ID_BYTES = 8;

  private final byte[] bytes;
  private final String id;

  private SealingKey(byte[] bytes) {
    this.bytes = bytes;
    this.id = id(bytes);
  }

  public static SealingKey fresh() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new SealingKey(bytes);
  }

  /**
   * @param base64 32 bytes
   * @throws IllegalArgumentException when they are not
   */
  public static SealingKey parse(String base64) {
    var bytes = Base64.getDecoder().decode(base64);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("expected %d bytes".formatted(BYTES));
    }
    return new SealingKey(bytes);
  }

  /** Tells keys apart, and tells whoever does not have the key nothing about it. */
  private static String id(byte[] bytes) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(PURPOSE), 0, ID_BYTES);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }

  String id() {
    return id;
  }

  SecretKeySpec aes() {
    return new SecretKeySpec(bytes, "AES");
  }

  /** As {@link #parse} reads it. */
  String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "key " + id;
  }
}
